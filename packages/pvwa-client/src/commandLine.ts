import type { CommandLine, OperationTable } from '@oidc-admin/client';
import type { PvwaClientOptions } from './createPvwaClient.ts';
import { table } from './generated/operations.ts';
import { modifyCommand } from './modifyCommand.ts';

const operations: OperationTable['operations'] = table.operations;

const logonTypes = table.operations
  .find(({ id }) => id === 'logon')
  ?.parameters.find(({ name }) => name === 'type');

/** How commands reach a PVWA server: they log on, call, and log off. */
export const commandLine: CommandLine = {
  table,
  compounds: operations.filter(({ id }) => id === 'updateProvider').map(modifyCommand),
  settings: [
    {
      variable: 'PVWA_URL',
      description: 'The server: https://pvwa.example.net/PasswordVault.',
      required: true,
      url: true,
    },
    { variable: 'PVWA_USERNAME', description: 'The user to log on as.', required: false },
    { variable: 'PVWA_PASSWORD', description: 'The password of that user.', required: false },
    {
      variable: 'PVWA_LOGON_TYPE',
      description: `How that user is authenticated: ${(logonTypes && 'enum' in logonTypes ? logonTypes.enum : []).join(', ')}; CyberArk where not set.`,
      required: false,
    },
    {
      variable: 'PVWA_TOKEN',
      description:
        'The token of a session that is open, in place of user name and password. It is not logged off.',
      required: false,
    },
  ],
  connect: async (environment, { timeoutMs, ask }) => {
    const [{ ConfigurationError, createRedactor }, { createPvwaClient }] = await Promise.all([
      import('@oidc-admin/client'),
      import('./createPvwaClient.ts'),
    ]);
    const { PVWA_URL: url, PVWA_USERNAME: username, PVWA_PASSWORD: password } = environment;
    const { PVWA_LOGON_TYPE: type, PVWA_TOKEN: token } = environment;
    if (!url) throw new ConfigurationError({ message: 'PVWA_URL is not set' });
    const types: readonly string[] = logonTypes && 'enum' in logonTypes ? logonTypes.enum : [];
    if (type && !types.includes(type)) {
      throw new ConfigurationError({
        message: `PVWA_LOGON_TYPE is '${type}'; possible are ${types.join(', ')}`,
      });
    }
    const client = createPvwaClient({
      url,
      timeoutMs,
      ...(username && password ? { username, password } : {}),
      ...(type ? { type: type as NonNullable<PvwaClientOptions['type']> } : {}),
      ...(token ? { token } : {}),
      ...(ask ? { onChallenge: ({ question }) => ask(question) } : {}),
    });
    const redactor = createRedactor(table.sensitive);
    return {
      call: async (id, input, options) => {
        const operation = operations.find((one) => one.id === id);
        if (operation?.action.does === 'close' && !token) {
          throw new ConfigurationError({
            message: 'PVWA_TOKEN is not set: it says which session to log off',
          });
        }
        const signsIn = operation === undefined || operation.security !== undefined;
        if (signsIn && !token && !(username && password)) {
          throw new ConfigurationError({
            message: 'PVWA_USERNAME and PVWA_PASSWORD are not both set, nor is PVWA_TOKEN',
          });
        }
        if (id === 'modifyProvider') {
          const { id: provider, clientSecret: secret, ...changes } = input;
          const decision = { secret: secret as string | null };
          return client.modifyProvider(String(provider), changes, decision, options);
        }
        const methods = client as unknown as Readonly<
          Record<string, (input: unknown, options: unknown) => Promise<unknown>>
        >;
        return methods[id]?.(input, options);
      },
      redacted: (operation, answer) =>
        table.sensitive.wholeAnswers.some((id) => id === operation)
          ? '[redacted]'
          : redactor.value(answer),
      close: () => client.close(),
    };
  },
};
