import type { Fetch } from '../attempt.ts';
import { ConfigurationError, UnexpectedResponseError } from '../errors.ts';
import { readText, tooLarge } from '../readText.ts';
import { basicOf } from './proof.ts';

/** A token of kind `oauth2`. */
export interface IssuedToken {
  readonly token: string;
  /** How long it holds, where the server said so. */
  readonly lifeSeconds?: number;
}

/** Who asks for a token, and where. */
export interface TokenTerms {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string | undefined;
}

/** A token response is a few kilobytes. */
const mostBytes = 2 ** 20;

/** One request for a token takes at most so long, whoever waits for it. */
const longestMs = 30_000;

/**
 * Asks for a token by client credentials. A `ConfigurationError` says that they are refused, an `UnexpectedResponseError` that
 * something else than a token came. Source: RFC 6749, sections 2.3.1, 4.4 and 5.
 */
export async function requestToken(
  fetch: Fetch,
  { tokenUrl, clientId, clientSecret, scope }: TokenTerms,
): Promise<IssuedToken> {
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (scope !== undefined && scope !== '') form.set('scope', scope);
  const response = await fetch(tokenUrl, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      authorization: `Basic ${basicOf(formEncoded(clientId), formEncoded(clientSecret))}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: form.toString(),
    // A redirect would carry the secret elsewhere.
    redirect: 'manual',
    signal: AbortSignal.timeout(longestMs),
  });
  const { status } = response;
  const text = await readText(response, mostBytes);
  const answered = text === tooLarge ? {} : objectIn(text);
  const token = answered['access_token'];
  const type = answered['token_type'];
  const seconds = Number(answered['expires_in']);
  if (status === 200 && typeof token === 'string' && token !== '' && isBearer(type))
    return { token, ...(seconds > 0 && Number.isFinite(seconds) ? { lifeSeconds: seconds } : {}) };
  const reason = errorCode(answered['error']);
  if (status === 400 || status === 401 || status === 403)
    throw new ConfigurationError({
      message: `the token endpoint refused the client id and secret: it answered ${status}${reason}`,
      status,
    });
  throw new UnexpectedResponseError({
    message: `the token endpoint answered ${status}${reason} and no bearer token`,
    reason: status === 200 ? 'type' : 'status',
    status,
  });
}

function isBearer(type: unknown): boolean {
  return typeof type === 'string' && type.toLowerCase() === 'bearer';
}

/** The error's code, where it is a word; nothing else of the response is shown, as it may hold a secret. */
function errorCode(code: unknown): string {
  return typeof code === 'string' && /^[a-z_]{1,40}$/.test(code) ? ` ${code}` : '';
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** As forms write a value; without it, a colon or a percent sign in a secret would be misread. */
function formEncoded(value: string): string {
  return new URLSearchParams({ '': value }).toString().slice(1);
}
