import type {
  CommandLine,
  CommandOperation,
  Connection,
  ConnectOptions,
  Setting,
} from '@oidc-admin/client';
import type { PvwaClientOptions } from './createPvwaClient.ts';
import { curlSignIn, curlWithToken } from './curlSignIn.ts';
import { commands } from './generated/commands.ts';
import { table } from './generated/operations.ts';
import { mistakeInJwkSet } from './jwkSet.ts';
import { modifyCommand } from './modifyCommand.ts';
import { providerSignIn } from './providerSignIn.ts';

const operations: readonly CommandOperation[] = commands.operations;

const logonTypes = operations
  .find(({ id }) => id === 'logon')
  ?.parameters.find(({ name }) => name === 'type')
  ?.enum?.map(String);

const settings: readonly Setting[] = [
  {
    variable: 'PVWA_URL',
    description: 'The server: https://pvwa.example.net/PasswordVault.',
    required: true,
    url: true,
    option: 'url',
  },
  {
    variable: 'PVWA_USERNAME',
    description: 'The user to log on as.',
    option: 'username',
    identity: 'name',
  },
  {
    variable: 'PVWA_PASSWORD',
    description: 'The password of that user; at a terminal it is asked for where it is not set.',
    option: 'password',
    identity: 'part',
    secret: true,
  },
  {
    variable: 'PVWA_LOGON_TYPE',
    description: `How that user is authenticated: ${logonTypes?.join(', ')}; CyberArk where not set.`,
    option: 'type',
    identity: 'part',
    gives: { operation: 'logon', property: 'type', value: 'CyberArk' },
  },
  {
    variable: 'PVWA_TOKEN',
    description:
      'The token of a session that is open, in place of user name and password. It is not logged off.',
    option: 'token',
    identity: 'name',
    secret: true,
  },
];

/** Why the settings cannot be used, in the words of the client's options; none where they can. */
function mistakeIn({
  PVWA_URL: url,
  PVWA_TOKEN: token,
  PVWA_LOGON_TYPE: type,
}: Readonly<Record<string, string | undefined>>): string | undefined {
  if (!url) return "'url' is not set";
  // Said here, as what sends it says only that no header can hold it.
  if (token && !/^[\x21-\x7e]+$/.test(token))
    return "'token' holds a space, a line break or another character that no token has";
  if (type && !logonTypes?.includes(type))
    return `'type' is '${type}'; possible are ${logonTypes?.join(', ')}`;
  return undefined;
}

/** Whether an operation needs a session; one that is made of others does. */
function signsIn(id: string | undefined): boolean {
  const operation = table.operations.find((one) => one.id === id);
  return operation === undefined || 'security' in operation;
}

async function connect(
  environment: Readonly<Record<string, string | undefined>>,
  options: ConnectOptions,
): Promise<Connection> {
  const [
    { checkedBaseUrl, ConfigurationError, connectionOf },
    { createPvwaClient },
    { hintAtAddress },
  ] = await Promise.all([
    import('@oidc-admin/client'),
    import('./createPvwaClient.ts'),
    import('./hints.ts'),
  ]);
  const { operation, ask, tell } = options;
  const mistake = mistakeIn(environment);
  if (mistake !== undefined) throw new ConfigurationError({ message: mistake });
  const { PVWA_URL: url = '', PVWA_USERNAME: username, PVWA_LOGON_TYPE: type } = environment;
  const token = environment['PVWA_TOKEN']?.trim();
  const given = environment['PVWA_PASSWORD'];
  // A blank password is none: each try with a wrong one counts against the user.
  const isAsked = username && !token && !given?.trim() && signsIn(operation);
  const typed = isAsked ? await ask?.(`Password of ${username}`) : given;
  const password = typed?.trim() ? typed : undefined;
  let isLoggingOn = false;
  const client = createPvwaClient({
    ...options,
    url,
    environment,
    onRequest: (event) => {
      // Nothing else logs on while there is a token.
      if (token && event.operation === 'logon' && event.attempt === 1 && !isLoggingOn)
        tell?.('PVWA_TOKEN was refused; logging on as PVWA_USERNAME for this command');
    },
    ...(username && password ? { username, password } : {}),
    ...(type ? { type: type as NonNullable<PvwaClientOptions['type']> } : {}),
    ...(token ? { token } : {}),
    ...(ask ? { onChallenge: ({ question }) => ask(question) } : {}),
  });
  const connection = connectionOf(client, table);
  return {
    ...connection,
    call: async (id, input, own) => {
      const called = table.operations.find((one) => one.id === id);
      if (called?.action.does === 'close' && !token) {
        throw new ConfigurationError({
          message: "'token' is not set: it says which session to log off",
        });
      }
      if (signsIn(id) && !token && !(username && password)) {
        throw new ConfigurationError({
          message: 'PVWA_USERNAME and PVWA_PASSWORD are not both set, nor is PVWA_TOKEN',
        });
      }
      isLoggingOn = id === 'logon';
      try {
        if (id !== 'modifyProvider') return await connection.call(id, input, own);
        const { id: provider, clientSecret, ...changes } = input;
        const decision = { secret: clientSecret as string | null };
        return await client.modifyProvider(String(provider), changes, decision, own);
      } catch (error) {
        throw hintAtAddress(error, 'PVWA_URL');
      }
    },
    curl: async () =>
      token
        ? curlWithToken('PVWA_TOKEN')
        : curlSignIn(
            checkedBaseUrl('url', url, table.basePath),
            'pvwa',
            { username: 'PVWA_USERNAME', password: 'PVWA_PASSWORD' },
            type || undefined,
          ),
    close: () => client.close(),
  };
}

/** How commands reach a PVWA server: they log on, call, and log off. */
export const commandLine: CommandLine = {
  table: commands,
  compounds: operations.filter(({ id }) => id === 'updateProvider').map(modifyCommand),
  settings,
  mistakes: { jwkSet: mistakeInJwkSet },
  signIn: providerSignIn,
  responseSchemas: async () => (await import('./generated/responseSchemas.ts')).responseSchemas,
  connect,
};
