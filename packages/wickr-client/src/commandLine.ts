import type { CommandLine, Connection, ConnectOptions, Setting } from '@oidc-admin/client';
import { commands } from './generated/commands.ts';
import { table } from './generated/operations.ts';
import { networkSignIn } from './networkSignIn.ts';

const firstSave =
  'This network has no single sign-on yet. Switching it on signs all active users of the network out.';

const settings: readonly Setting[] = [
  {
    variable: 'AWS_REGION',
    description:
      'The region that holds the network. Where it is not set: AWS_DEFAULT_REGION, then the profile in the shared files.',
    option: 'region',
    flag: 'region',
  },
  {
    variable: 'AWS_ACCESS_KEY_ID',
    description:
      'The access key to sign with, together with AWS_SECRET_ACCESS_KEY and, for temporary credentials, AWS_SESSION_TOKEN. Where it is not set: the credential chain that other AWS tools follow.',
    option: 'credentials',
    transient: true,
  },
  {
    variable: 'AWS_PROFILE',
    description: 'The profile in the shared files.',
    option: 'profile',
    flag: 'profile',
  },
  {
    variable: 'AWS_USE_FIPS_ENDPOINT',
    description: 'true for the endpoint with FIPS-validated cryptography.',
    option: 'useFips',
  },
  {
    variable: 'AWS_USE_DUALSTACK_ENDPOINT',
    description: 'true for the endpoint that is reached by IPv6 too.',
    option: 'useDualstack',
  },
  {
    variable: 'WICKR_ENDPOINT',
    description: 'The server, in place of the endpoint of the region.',
    option: 'endpoint',
    url: true,
  },
];

async function connect(
  environment: Readonly<Record<string, string | undefined>>,
  { timeoutMs, fetch, onExchange, hold }: ConnectOptions,
): Promise<Connection> {
  const [{ connectionOf, DocumentedError }, { createWickrClient }] = await Promise.all([
    import('@oidc-admin/client'),
    import('./createWickrClient.ts'),
  ]);
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment;
  const { AWS_SESSION_TOKEN: sessionToken, AWS_PROFILE: profile } = environment;
  // A profile goes before keys, as with other AWS tools.
  const keys =
    accessKeyId && secretAccessKey && !profile ? { accessKeyId, secretAccessKey } : undefined;
  const region = environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'] || undefined;
  const client = createWickrClient({
    credentials: keys && (sessionToken ? { ...keys, sessionToken } : keys),
    environment,
    timeoutMs,
    fetch,
    onExchange,
    hold,
    region,
    profile: profile || undefined,
    useFips: environment['AWS_USE_FIPS_ENDPOINT'] === 'true',
    useDualstack: environment['AWS_USE_DUALSTACK_ENDPOINT'] === 'true',
    endpoint: environment['WICKR_ENDPOINT'] || undefined,
  });
  return {
    ...connectionOf(client, table),
    concern: async (id, { networkId }, options) => {
      if (id !== 'registerOidcConfig') return undefined;
      try {
        const info = await client.getOidcInfo({ networkId: String(networkId) }, options);
        // A network without configuration may also answer with empty texts.
        return info.openidConnectInfo?.companyId ? undefined : firstSave;
      } catch (error) {
        if (error instanceof DocumentedError && error.status === 404) return firstSave;
        throw error;
      }
    },
    placeholders: async () => {
      const { configuredRegion } = await import('#awsDefaults');
      return { region: region ?? (await configuredRegion(profile || undefined)) };
    },
  };
}

/** How commands reach the Wickr admin API: with the variables that AWS's own tools read. */
export const commandLine: CommandLine = {
  table: commands,
  concerns: {
    registerOidcConfig:
      'where the network has no single sign-on yet: switching it on signs all its active users out',
  },
  settings,
  signIn: networkSignIn,
  responseSchemas: async () => (await import('./generated/responseSchemas.ts')).responseSchemas,
  connect,
};
