import type { AccessTable } from '@oidc-admin/contract';
import { credentialVariables } from '@oidc-admin/contract/credential-variables';
import type { CurlSignIn } from '../testAccess.ts';
import type { SignInScheme } from './credentials.ts';
import { tokenEndpoint } from './standardAuthentication.ts';

/**
 * How a line for bash signs in by a scheme: credentials come from the environment, and none of them is ever an argument of a
 * process.
 */
export function curlWords(
  table: Pick<AccessTable, 'api' | 'roles'>,
  scheme: SignInScheme,
  {
    name,
    role = '',
    tokenUrl = scheme.tokenUrl ?? '',
  }: { readonly name: string; readonly role?: string; readonly tokenUrl?: string },
  url: string,
): CurlSignIn {
  const variables = credentialVariables(table, scheme.kind, role);
  const { token = '', apiKey = '', username = '', password = '' } = variables;
  const { header, parameter, kind } = scheme;
  if (kind === 'bearer') return { words: headerWords('Authorization: Bearer %s', `"$${token}"`) };
  if (kind === 'basic')
    return { words: headerWords('Authorization: Basic %s', basicWords(username, password)) };
  if (kind === 'apiKey')
    return parameter?.in === 'query'
      ? { words: `--url-query ${quoted(parameter.name)}@<(printf %s "$${apiKey}")` }
      : {
          words: headerWords(
            parameter === undefined ? `${header}: %s` : `Cookie: ${parameter.name}=%s`,
            `"$${apiKey}"`,
          ),
        };
  const { clientId = '', clientSecret = '' } = variables;
  const bash = `${name.replaceAll(/\W/g, '_')}_token`;
  const basic = headerWords('Authorization: Basic %s', basicWords(clientId, clientSecret));
  const endpoint = quoted(tokenEndpoint(tokenUrl, url));
  return {
    before: `${bash}=$(curl -sS ${basic} -d grant_type=client_credentials ${endpoint} | node -p 'JSON.parse(require("fs").readFileSync(0,"utf8")).access_token')`,
    words: headerWords('Authorization: Bearer %s', `"$${bash}"`),
  };
}

function headerWords(format: string, value: string): string {
  return `-H @<(printf ${quoted(format)} ${value})`;
}

/** User name and password of two variables, as `Basic` sends them. */
function basicWords(username: string, password: string): string {
  return `"$(printf '%s:%s' "$${username}" "$${password}" | base64 | tr -d '\\n')"`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
