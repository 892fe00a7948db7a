import type { AccessTable, CommandTable, OperationTable } from '@oidc-admin/contract';
import { credentialVariables, variableName } from '@oidc-admin/contract/credential-variables';
import type { CommandLine, Setting } from '../commandLine.ts';
import { connectionOf } from '../connectionOf.ts';
import { ConfigurationError } from '../errors.ts';
import type { StandardClientOptions } from './createStandardClient.ts';
import { credentialsFrom } from './credentials.ts';

/** The options that are read from a file too, and kept nowhere. */
const secrets: ReadonlySet<string> = new Set(['token', 'password', 'apiKey', 'clientSecret']);

/** The options that say by themselves who calls; the other credentials belong to one of them. */
const names: ReadonlySet<string> = new Set(['token', 'username', 'apiKey', 'clientId']);

/** What each of a client's options is, for people. */
const descriptions: Readonly<Record<string, string>> = {
  token: 'The bearer token to send.',
  username: 'The user to sign in as.',
  password: 'The password of that user.',
  apiKey: 'The API key to send.',
  clientId: 'The client id with which tokens are asked for.',
  clientSecret: 'The secret of that client.',
};

/** How commands reach an API whose security schemes OpenAPI has words for. `load` answers what makes its client. */
export function standardCommandLine(parts: {
  readonly commands: CommandTable;
  readonly access: AccessTable;
  readonly table: Pick<OperationTable, 'sensitive'>;
  readonly load: () => Promise<(options: StandardClientOptions) => object>;
  readonly responseSchemas: CommandLine['responseSchemas'];
}): CommandLine {
  const { access, commands, table, load, responseSchemas } = parts;
  const variable = (word: string): string => variableName(access.api, word);
  return {
    table: commands,
    responseSchemas,
    settings: settingsOf(access),
    connect: async (environment, options) => {
      const url = environment[variable('URL')];
      if (!url) throw new ConfigurationError({ message: "'url' is not set" });
      const createClient = await load();
      const client = createClient({
        ...options,
        url,
        environment,
        ...credentialsFrom(access, environment),
        tokenUrl: environment[variable('TOKEN_URL')] || undefined,
        scope: environment[variable('SCOPE')] || undefined,
      });
      return connectionOf(client, table);
    },
  };
}

function settingsOf(access: AccessTable): readonly Setting[] {
  const { api, roles, security } = access;
  const schemes = Object.values(security);
  const held = new Map(
    schemes.flatMap(({ kind }) =>
      Object.entries(credentialVariables(access, kind, roles[0] ?? '')),
    ),
  );
  const setting = (option: string, variable: string, description: string): Setting => ({
    variable,
    description,
    option,
  });
  return [
    {
      ...setting('url', variableName(api, 'URL'), 'The server, such as https://api.example.net.'),
      required: true,
      url: true,
    },
    ...[...held].map(([option, variable]): Setting => ({
      ...setting(option, variable, descriptions[option] ?? `The ${option}.`),
      identity: names.has(option) ? 'name' : 'part',
      ...(secrets.has(option) ? { secret: true } : {}),
    })),
    ...(schemes.some(({ kind }) => kind === 'oauth2')
      ? [
          setting(
            'tokenUrl',
            variableName(api, 'TOKEN_URL'),
            'Where tokens come from, if not from where the specification says: a URL, or a path of the server.',
          ),
          setting(
            'scope',
            variableName(api, 'SCOPE'),
            'The scopes to ask for, with spaces between.',
          ),
        ]
      : []),
  ];
}
