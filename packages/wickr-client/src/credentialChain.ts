import { defaultProvider } from '@aws-sdk/credential-provider-node';
import type { CredentialProvider } from './credentials.ts';

/** AWS's own credential chain. */
export const credentialChain = (profile: string | undefined): CredentialProvider => {
  const provider = defaultProvider(profile === undefined ? {} : { profile });
  return () => provider();
};
