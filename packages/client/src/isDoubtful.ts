import type { TableOperation } from '@oidc-admin/contract';
import { rootOf, speaksNoTls, untrusted } from './connectionError.ts';
import { type ClientError, ConfigurationError } from './errors.ts';
import { hasProperties } from './redactor.ts';

/** What only reads, signs in or out, or asks for an opinion leaves nothing behind. */
const harmless: ReadonlySet<string> = new Set(['read', 'list', 'ask', 'open', 'close']);

/** Codes of what fails before a connection is there, or before a request can be written. */
const beforeSending: ReadonlySet<string | undefined> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'ERR_CONNECT_TIMEOUT',
  'ERR_INVALID_CHAR',
  'ERR_INVALID_URL',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_UNESCAPED_CHARACTERS',
  'HOSTNAME_MISMATCH',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_INVALID_ARG',
  ...untrusted,
]);

/** What the system was doing when it failed, where that comes before anything is sent. */
const opening: ReadonlySet<unknown> = new Set(['connect', 'getaddrinfo']);

/** Said without a code of their own; the first where TLS broke, the second where a proxy let nobody through. */
const saidBeforeSending =
  /^Client network socket disconnected before secure TLS|when HTTP Tunneling$/;

/** Whether what was thrown proves that no request went out. What is not known proves nothing. */
function isUnsent(thrown: unknown): boolean {
  const root = rootOf(thrown);
  if (!hasProperties(root)) return false;
  const code = typeof root['code'] === 'string' ? root['code'] : undefined;
  const said = typeof root['message'] === 'string' ? root['message'] : '';
  return (
    beforeSending.has(code) ||
    opening.has(root['syscall']) ||
    /^(CERT|CRL)_/.test(code ?? '') ||
    speaksNoTls(code, said) ||
    saidBeforeSending.test(said)
  );
}

/**
 * Whether an attempt that was sent and failed may have changed something all the same: a fault of the server or of a gateway, a success
 * that could not be read, and no response at all, unless `thrown` proves that nothing went out.
 */
export function isDoubtful(
  error: ClientError,
  { action }: TableOperation,
  thrown?: unknown,
): boolean {
  if (harmless.has(action.does) || error instanceof ConfigurationError) return false;
  const { status } = error;
  if (status === undefined) return !isUnsent(thrown);
  return status >= 500 || (status >= 200 && status < 300);
}
