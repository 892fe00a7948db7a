import { defaultProvider } from '@aws-sdk/credential-provider-node';
import type { AwsCredentials } from './credentials.ts';

const silent = (): void => undefined;

/** It would else write warnings to the console. */
const logger = { debug: silent, info: silent, warn: silent, error: silent };

/** Asks AWS's own credential chain. What it finds is kept by the caller, so its own memory is not used. */
export const credentialChain = (profile: string | undefined): Promise<AwsCredentials> =>
  defaultProvider({ logger, ...(profile === undefined ? {} : { profile }) })();
