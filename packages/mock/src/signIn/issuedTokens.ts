import type { Contract, JsonValue } from '@oidc-admin/contract';
import type { MockReply, Received } from '../exchange.ts';
import { replyOf } from '../replyOf.ts';
import { basicParts, type MockCredentials } from './mockCredentials.ts';

/** A token, and until when it holds, in milliseconds since the epoch. */
interface IssuedToken {
  readonly role: string;
  readonly until: number;
}

/** Tokens hold so long where nothing says how long, in seconds. */
const usualLife = 3600;

/** So many tokens are remembered; the oldest are forgotten, and refused from then on. */
const remembered = 10_000;

/**
 * The token endpoint of a mock whose API signs in by `oauth2`, and the tokens that it gave out. They are kept in memory only.
 * Source: RFC 6749, sections 4.4 and 5.
 */
export class IssuedTokens {
  readonly #issued = new Map<string, IssuedToken>();
  readonly #credentials: readonly MockCredentials[];
  readonly #newToken: () => string;
  /** In seconds, by the path of the endpoint. */
  readonly #lives: ReadonlyMap<string, number>;

  constructor(
    contract: Contract,
    credentials: readonly MockCredentials[],
    { newToken, lifeSeconds }: { readonly newToken: () => string; readonly lifeSeconds?: number },
  ) {
    this.#credentials = credentials;
    this.#newToken = newToken;
    this.#lives = new Map(
      Object.values(contract.security).flatMap(({ tokenUrl, timeoutSeconds }) =>
        tokenUrl === undefined
          ? []
          : [[tokenPath(contract, tokenUrl), lifeSeconds ?? timeoutSeconds ?? usualLife] as const],
      ),
    );
  }

  /** The token as it was given out; undefined for one that never was. */
  of(token: string): IssuedToken | undefined {
    return this.#issued.get(token);
  }

  /** The response of the token endpoint; undefined where a request is for something else. */
  answer({ method, target, headers, body }: Received, now: number): MockReply | undefined {
    if (this.#lives.size === 0) return undefined;
    const life = this.#lives.get(target.split('?', 1)[0] ?? '');
    if (life === undefined) return undefined;
    if (method !== 'POST') return json(405, { error: 'invalid_request' }, ['allow', 'POST']);
    const form = new URLSearchParams(new TextDecoder().decode(body));
    if (form.get('grant_type') !== 'client_credentials')
      return json(400, { error: 'unsupported_grant_type' });
    const [, sent] = /^basic +(\S+)$/i.exec(headers['authorization'] ?? '') ?? [];
    const basic = basicParts(sent ?? '');
    const id = sent === undefined ? form.get('client_id') : formDecoded(basic.username);
    const secret = sent === undefined ? form.get('client_secret') : formDecoded(basic.password);
    const known = this.#credentials.find(
      ({ clientId, clientSecret }) =>
        clientId !== undefined && clientId === id && clientSecret === secret,
    );
    if (known === undefined)
      return json(401, { error: 'invalid_client' }, ['www-authenticate', 'Basic']);
    const token = this.#newToken();
    const [oldest] = this.#issued.keys();
    if (this.#issued.size >= remembered && oldest !== undefined) this.#issued.delete(oldest);
    this.#issued.set(token, { role: known.role, until: now + life * 1000 });
    return json(200, { access_token: token, token_type: 'Bearer', expires_in: life });
  }
}

/** The path at which a mock answers for a token endpoint, whatever server the document says. */
export function tokenPath({ basePath }: Contract, tokenUrl: string): string {
  return new URL(tokenUrl, `http://mock.invalid${basePath}`).pathname;
}

function formDecoded(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return value;
  }
}

function json(
  status: number,
  body: JsonValue,
  ...more: readonly (readonly [name: string, value: string])[]
): MockReply {
  const headers = [
    ['content-type', 'application/json'],
    ['cache-control', 'no-store'],
    ...more,
  ] as const;
  return replyOf(status, headers, body);
}
