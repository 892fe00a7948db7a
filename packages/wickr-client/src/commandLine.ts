import type {
  CommandLine,
  CommandOperation,
  Connection,
  ConnectOptions,
  Setting,
} from '@oidc-admin/client';
import { commands } from './generated/commands.ts';
import { table } from './generated/operations.ts';
import { modifyConfigCommand } from './modifyConfigCommand.ts';
import { networkSignIn } from './networkSignIn.ts';

const firstSave =
  'This network has no single sign-on yet. Switching it on signs all active users of the network out.';

/** Where a line for bash finds the keys. */
const keyVariables = {
  key: 'AWS_ACCESS_KEY_ID',
  secret: 'AWS_SECRET_ACCESS_KEY',
  token: 'AWS_SESSION_TOKEN',
};

const operations: readonly CommandOperation[] = commands.operations;

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
    identity: 'name',
    transient: true,
  },
  {
    variable: 'AWS_PROFILE',
    description: 'The profile in the shared files.',
    option: 'profile',
    identity: 'name',
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
  options: ConnectOptions,
): Promise<Connection> {
  const [{ connectionOf }, { createWickrClient }] = await Promise.all([
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
    ...options,
    credentials: keys && (sessionToken ? { ...keys, sessionToken } : keys),
    environment,
    region,
    profile: profile || undefined,
    useFips: environment['AWS_USE_FIPS_ENDPOINT'] === 'true',
    useDualstack: environment['AWS_USE_DUALSTACK_ENDPOINT'] === 'true',
    endpoint: environment['WICKR_ENDPOINT'] || undefined,
  });
  const findRegion = async (): Promise<string | undefined> => {
    const { configuredRegion } = await import('#awsDefaults');
    return region ?? (await configuredRegion(profile || undefined));
  };
  const connection = connectionOf(client, table);
  return {
    ...connection,
    call: async (id, input, own) => {
      if (id !== 'modifyOidcConfig') return connection.call(id, input, own);
      const { networkId, secret, ...changes } = input;
      const decision = { secret: secret as string | null };
      return client.modifyOidcConfig(String(networkId), changes, decision, own);
    },
    concern: (id, before) =>
      id === 'registerOidcConfig' && before === undefined ? firstSave : undefined,
    curl: async () => {
      const { curlSignIn } = await import('./curlSignIn.ts');
      return curlSignIn((await findRegion()) ?? 'us-east-1', keyVariables);
    },
    place: async () => ({
      region: await findRegion(),
      // Its end tells one key from another. Temporary keys change by the hour, and with them nothing else.
      ...(keys && !sessionToken ? { AWS_ACCESS_KEY_ID: keys.accessKeyId.slice(-4) } : {}),
    }),
  };
}

/** How commands reach the Wickr admin API: with the variables that AWS's own tools read. */
export const commandLine: CommandLine = {
  table: commands,
  compounds: operations.filter(({ id }) => id === 'registerOidcConfig').map(modifyConfigCommand),
  concerns: {
    registerOidcConfig:
      'where the network has no single sign-on yet: switching it on signs all its active users out',
  },
  settings,
  signIn: networkSignIn,
  responseSchemas: async () => (await import('./generated/responseSchemas.ts')).responseSchemas,
  connect,
};
