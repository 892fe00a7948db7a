import type { AccessTable } from './accessTable.ts';
import type { SecurityScheme } from './description.ts';

/**
 * The name of an environment variable of an API: its words in capitals, joined by `_`. So `MY_API_NETWORK_ID` holds a value
 * of the path parameter `networkId` of the API `my-api`.
 */
export function variableName(...words: readonly string[]): string {
  return words
    .filter((word) => word !== '')
    .map((word) =>
      word.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_').replaceAll(/[^A-Za-z0-9]+/g, '_'),
    )
    .join('_')
    .toUpperCase();
}

/** What each sort of credentials consists of, and the word by which its environment variable ends. */
const credentialWords = {
  bearer: { token: 'TOKEN' },
  basic: { username: 'USERNAME', password: 'PASSWORD' },
  apiKey: { apiKey: 'API_KEY' },
  oauth2: { clientId: 'CLIENT_ID', clientSecret: 'CLIENT_SECRET' },
} as const;

/**
 * The environment variables that hold the credentials of a scheme, by what they hold: `{token: 'LIBRARY_TOKEN'}`. Those of a
 * second role name it: `LIBRARY_READER_TOKEN`. Empty for a scheme that OpenAPI has no words for.
 */
export function credentialVariables(
  { api, roles }: Pick<AccessTable, 'api' | 'roles'>,
  kind: SecurityScheme['kind'],
  role: string,
): Readonly<Record<string, string>> {
  if (!Object.hasOwn(credentialWords, kind)) return {};
  const words: Readonly<Record<string, string>> =
    credentialWords[kind as keyof typeof credentialWords];
  const who = roles.indexOf(role) > 0 ? role : '';
  return Object.fromEntries(
    Object.entries(words).map(([held, word]) => [held, variableName(api, who, word)]),
  );
}
