import { defaultProvider } from '@aws-sdk/credential-provider-node';
import {
  loadConfig,
  NODE_REGION_CONFIG_FILE_OPTIONS,
  NODE_REGION_CONFIG_OPTIONS,
} from '@smithy/core/config';
import { endingProcesses } from './credentialProcess.ts';
import type { AwsCredentials } from './signer.ts';

/*
 * What users of AWS expect where they name no keys and no region: AWS's own chains. This is the only place below `apps/`
 * where environment variables are read, and AWS's libraries read them, in the order of all AWS tools.
 */
function silent(): void {
  // The chain would else write warnings to the console.
}

const logger = { debug: silent, info: silent, warn: silent, error: silent };

/**
 * Keys: variables, shared files, SSO, web identity, container and instance metadata. The caller keeps what it finds. A process
 * that is asked for keys ends with the signal.
 */
export function credentialChain(
  profile: string | undefined,
  signal: AbortSignal,
): Promise<AwsCredentials> {
  const provide = defaultProvider({ logger, ...(profile === undefined ? {} : { profile }) });
  return endingProcesses(signal, () => provide());
}

/** The region of `AWS_REGION`, `AWS_DEFAULT_REGION` or a profile in the shared files; none where there is none. */
export async function configuredRegion(profile: string | undefined): Promise<string | undefined> {
  const options = profile === undefined ? {} : { profile };
  const load = loadConfig(
    {
      ...NODE_REGION_CONFIG_OPTIONS,
      environmentVariableSelector: (variables) =>
        variables['AWS_REGION'] || variables['AWS_DEFAULT_REGION'] || undefined,
    },
    { ...NODE_REGION_CONFIG_FILE_OPTIONS, ...options },
  );
  try {
    return await load();
  } catch {
    // It says only that there is no region.
    return undefined;
  }
}
