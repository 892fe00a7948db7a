import type { AccessTable, SecurityScheme } from '@oidc-admin/contract';
import { credentialVariables } from '@oidc-admin/contract/credential-variables';

/** What a caller can sign in with, by the words of OpenAPI's security schemes. Each is left out where there is none. */
export interface Credentials {
  /** For `http` bearer: a token that another program got. */
  readonly token?: string | undefined;
  /** For `http` basic, together with the password. */
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** For `apiKey`, wherever it stands. */
  readonly apiKey?: string | undefined;
  /** For `oauth2` with client credentials, together with the secret. */
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
}

/** A security scheme, as far as signing in looks at it. */
export type SignInScheme = Pick<
  SecurityScheme,
  'kind' | 'header' | 'parameter' | 'timeoutSeconds' | 'tokenUrl'
>;

/** What each sort of credentials needs. */
const needed: Readonly<Record<string, readonly (keyof Credentials)[]>> = {
  bearer: ['token'],
  basic: ['username', 'password'],
  apiKey: ['apiKey'],
  oauth2: ['clientId', 'clientSecret'],
};

/** The credentials that a scheme needs; none for one that OpenAPI has no words for. */
export function neededBy({ kind }: Pick<SignInScheme, 'kind'>): readonly (keyof Credentials)[] {
  return needed[kind] ?? [];
}

/** Whether credentials are enough for a scheme. */
export function suffice(credentials: Credentials, scheme: Pick<SignInScheme, 'kind'>): boolean {
  const names = neededBy(scheme);
  return names.length > 0 && names.every((name) => credentials[name] !== undefined);
}

/** The credentials of a role from environment variables; an empty one counts as not set. */
export function credentialsFrom(
  table: Pick<AccessTable, 'api' | 'roles' | 'security'>,
  environment: Readonly<Record<string, string | undefined>>,
  role = table.roles[0] ?? '',
): Credentials {
  const held = Object.values(table.security).flatMap(({ kind }) =>
    Object.entries(credentialVariables(table, kind, role)),
  );
  return Object.fromEntries(
    held.flatMap(([name, variable]) => {
      const value = environment[variable];
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
}
