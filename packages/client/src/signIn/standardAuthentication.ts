import type { OperationTable, TableOperation } from '@oidc-admin/contract';
import { schemesOf } from '@oidc-admin/contract/sign-in-ways';
import type { Fetch } from '../attempt.ts';
import type { Authentication, OutgoingRequest, ReceivedResponse } from '../authentication.ts';
import { ConfigurationError } from '../errors.ts';
import { type Credentials, neededBy, type SignInScheme, suffice } from './credentials.ts';
import { proofOf, withProof } from './proof.ts';
import { requestToken } from './requestToken.ts';
import { TokenSource } from './tokenSource.ts';

/** How a client signs in by the schemes that OpenAPI has words for. */
export interface StandardSignInSettings {
  readonly table: Pick<OperationTable, 'security'>;
  readonly credentials: Credentials;
  /** The server, to which a token endpoint's path belongs. */
  readonly baseUrl: () => string | Promise<string>;
  /** In place of the token endpoint that the specification names: a URL, or a path of the server. */
  readonly tokenUrl?: string | undefined;
  /** Scopes to ask for, with spaces between; left out, the server decides. */
  readonly scope?: string | undefined;
  readonly fetch: () => Fetch | Promise<Fetch>;
}

/** Signs requests by `http` bearer or basic, `apiKey`, or `oauth2` with client credentials: the first for which there are credentials. */
export class StandardAuthentication implements Authentication {
  readonly #settings: StandardSignInSettings;
  readonly #tokens = new Map<string, TokenSource>();

  constructor(settings: StandardSignInSettings) {
    checkCredentials(settings.credentials);
    this.#settings = settings;
  }

  async authorize(
    request: OutgoingRequest,
    { operation }: Parameters<Authentication['authorize']>[1],
  ): Promise<readonly string[]> {
    const [name, scheme] = this.#schemeOf(operation);
    const { credentials } = this.#settings;
    const given =
      scheme.kind === 'oauth2' ? { token: await this.#sourceOf(name, scheme).get() } : credentials;
    const proof = proofOf(scheme, given);
    const { url, headers } = withProof(request, scheme, proof);
    request.url = url;
    Object.assign(request.headers, headers);
    const { password, apiKey, clientSecret } = credentials;
    return [proof.replace(/^(?:Bearer|Basic) /, ''), password, apiKey, clientSecret].flatMap(
      (secret) => (secret === undefined || secret === '' ? [] : [secret]),
    );
  }

  /** Only a token can be renewed. */
  refused(
    { status }: ReceivedResponse,
    { headers }: OutgoingRequest,
    operation: TableOperation,
  ): boolean {
    const [name, scheme] = this.#schemeOf(operation);
    if (scheme.kind !== 'oauth2' || status !== 401) return false;
    this.#sourceOf(name, scheme).drop((headers['authorization'] ?? '').replace('Bearer ', ''));
    return true;
  }

  #schemeOf(operation: TableOperation): readonly [string, SignInScheme] {
    const { table, credentials } = this.#settings;
    const schemes = schemesOf(operation).flatMap((name) => {
      const scheme = table.security[name];
      return scheme === undefined ? [] : [[name, scheme] as const];
    });
    const found = schemes.find(([, scheme]) => suffice(credentials, scheme));
    if (found !== undefined) return found;
    const ways = schemes.map(([, scheme]) =>
      neededBy(scheme)
        .map((name) => `'${name}'`)
        .join(' and '),
    );
    throw new ConfigurationError({
      message: `Not signed in: give the client ${[...new Set(ways)].join(', or ')}`,
      operation: operation.id,
    });
  }

  #sourceOf(name: string, { tokenUrl: documented = '' }: SignInScheme): TokenSource {
    const known = this.#tokens.get(name);
    if (known !== undefined) return known;
    const { credentials, baseUrl, fetch, scope, tokenUrl = documented } = this.#settings;
    const { clientId = '', clientSecret = '' } = credentials;
    const made = new TokenSource(async () => {
      const url = tokenEndpoint(tokenUrl, await baseUrl());
      return requestToken(await fetch(), { tokenUrl: url, clientId, clientSecret, scope });
    });
    this.#tokens.set(name, made);
    return made;
  }
}

/** Said here, as what sends a request says only that no header can hold them. Their values are not repeated. */
function checkCredentials({ token, apiKey, username, clientId }: Credentials): void {
  for (const [name, value] of Object.entries({ token, apiKey }))
    if (value !== undefined && !/^[\x21-\x7e]+$/.test(value))
      throw new ConfigurationError({
        message: `'${name}' is empty, or holds a space, a line break or another character that cannot stand there`,
      });
  // RFC 7617, section 2: what follows the first colon would be taken for the password.
  if (username?.includes(':') === true)
    throw new ConfigurationError({ message: "'username' holds a colon, which Basic cannot send" });
  if (clientId === '') throw new ConfigurationError({ message: "'clientId' is empty" });
}

/** The URL of a token endpoint, of which a server may be told only the path. */
export function tokenEndpoint(tokenUrl: string, baseUrl: string): string {
  if (!URL.canParse(tokenUrl, baseUrl))
    throw new ConfigurationError({ message: "'tokenUrl' is neither a URL nor a path" });
  return new URL(tokenUrl, baseUrl).href;
}
