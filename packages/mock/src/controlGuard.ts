import { createHash, timingSafeEqual } from 'node:crypto';
import type { Received } from './exchange.ts';

/** The header with which a caller from elsewhere shows the token of the control interface. */
export const controlTokenHeader = 'x-mock-token';

/**
 * Whether a request over HTTP may use the control interface: to `localhost`, `127.0.0.1` or `[::1]`, from no page but one of
 * these, or with the token. A page that makes its own name point to this machine (DNS rebinding) still sends that name.
 */
export function mayControl({ headers }: Received, token: string | undefined): boolean {
  const given = headers[controlTokenHeader];
  if (token !== undefined && given !== undefined) return isSame(given, token);
  const { host = '', origin } = headers;
  return isLocal(`http://${host}`) && (origin === undefined || isLocal(origin));
}

function isSame(one: string, other: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(one), hash(other));
}

function isLocal(address: string): boolean {
  const name = URL.parse(address)?.hostname ?? '';
  return ['localhost', '127.0.0.1', '[::1]'].includes(name);
}
