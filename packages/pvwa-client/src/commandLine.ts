import type { CommandLine, CommandOperation, OperationTable } from '@oidc-admin/client';
import type { PvwaClientOptions } from './createPvwaClient.ts';
import { commands } from './generated/commands.ts';
import { table } from './generated/operations.ts';
import { modifyCommand } from './modifyCommand.ts';

const operations: OperationTable['operations'] = table.operations;

const logonTypes = commands.operations
  .find(({ id }) => id === 'logon')
  ?.parameters.find(({ name }) => name === 'type');

/** Where there is no log-on, there is no PVWA. */
const withHint = (error: unknown): unknown => {
  if (error instanceof Error && 'status' in error && 'operation' in error) {
    const { status, operation } = error;
    if (status === 404 && operation === 'logon')
      error.message += ' (is PVWA_URL the address of a PVWA?)';
  }
  return error;
};

/** How commands reach a PVWA server: they log on, call, and log off. */
export const commandLine: CommandLine = {
  table: commands,
  compounds: (commands.operations as readonly CommandOperation[])
    .filter(({ id }) => id === 'updateProvider')
    .map(modifyCommand),
  settings: [
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
      required: false,
      option: 'username',
    },
    {
      variable: 'PVWA_PASSWORD',
      description: 'The password of that user.',
      required: false,
      option: 'password',
    },
    {
      variable: 'PVWA_LOGON_TYPE',
      description: `How that user is authenticated: ${(logonTypes && 'enum' in logonTypes ? logonTypes.enum : []).join(', ')}; CyberArk where not set.`,
      required: false,
      option: 'type',
      gives: { operation: 'logon', property: 'type', value: 'CyberArk' },
    },
    {
      variable: 'PVWA_TOKEN',
      description:
        'The token of a session that is open, in place of user name and password. It is not logged off.',
      required: false,
      option: 'token',
    },
  ],
  connect: async (environment, { timeoutMs, ask, tell }) => {
    const [{ ConfigurationError, createRedactor }, { createPvwaClient }] = await Promise.all([
      import('@oidc-admin/client'),
      import('./createPvwaClient.ts'),
    ]);
    const { PVWA_URL: url, PVWA_USERNAME: username, PVWA_PASSWORD: password } = environment;
    const { PVWA_LOGON_TYPE: type, PVWA_TOKEN: token } = environment;
    if (!url) throw new ConfigurationError({ message: "'url' is not set" });
    // Said here, as what sends it says only that no header can hold it.
    if (token && !/^[\x21-\x7e]+$/.test(token)) {
      throw new ConfigurationError({
        message: "'token' holds a space, a line break or another character that no token has",
      });
    }
    const types: readonly string[] = logonTypes && 'enum' in logonTypes ? logonTypes.enum : [];
    if (type && !types.includes(type)) {
      throw new ConfigurationError({
        message: `'type' is '${type}'; possible are ${types.join(', ')}`,
      });
    }
    let isLoggingOn = false;
    const client = createPvwaClient({
      url,
      timeoutMs,
      onRequest: ({ operation, attempt }) => {
        // Nothing else logs on while there is a token.
        if (token && operation === 'logon' && attempt === 1 && !isLoggingOn)
          tell?.('PVWA_TOKEN was refused; logging on as PVWA_USERNAME for this command');
      },
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
            message: "'token' is not set: it says which session to log off",
          });
        }
        const signsIn = operation === undefined || operation.security !== undefined;
        if (signsIn && !token && !(username && password)) {
          throw new ConfigurationError({
            message: 'PVWA_USERNAME and PVWA_PASSWORD are not both set, nor is PVWA_TOKEN',
          });
        }
        isLoggingOn = id === 'logon';
        const methods = client as unknown as Readonly<
          Record<string, (input: unknown, options: unknown) => Promise<unknown>>
        >;
        try {
          if (id !== 'modifyProvider') return await methods[id]?.(input, options);
          const { id: provider, clientSecret: secret, ...changes } = input;
          const decision = { secret: secret as string | null };
          return await client.modifyProvider(String(provider), changes, decision, options);
        } catch (error) {
          throw withHint(error);
        }
      },
      redacted: (operation, response) =>
        table.sensitive.wholeResponses.some((id) => id === operation)
          ? '[redacted]'
          : redactor.value(response),
      close: () => client.close(),
    };
  },
};
