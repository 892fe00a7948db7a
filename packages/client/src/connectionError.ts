import type { TableOperation } from '@oidc-admin/contract';
import { ConnectionError } from './errors.ts';
import { hasProperties } from './redactor.ts';

/** The innermost cause: `fetch` wraps what the system said, several tries of one connect in a list. */
export function rootOf(error: unknown): unknown {
  if (!hasProperties(error)) return error;
  if (hasProperties(error['cause'])) return rootOf(error['cause']);
  if (Array.isArray(error['errors']) && error['errors'].length > 0)
    return rootOf(error['errors'][0]);
  return error;
}

/** How the TLS library says that plain HTTP came back; its name for that changes with its versions. */
export function speaksNoTls(code: string | undefined, words: string): boolean {
  return (
    code === 'ERR_SSL_WRONG_VERSION_NUMBER' ||
    code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG' ||
    (code === 'EPROTO' && /wrong version number|packet length too long/.test(words))
  );
}

/** How the TLS library says that nobody whom it trusts stands for a certificate. */
export const untrusted: ReadonlySet<string | undefined> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** What a person understands of a failure: the words of those who make connections are for each other. */
function plainWords(code: string | undefined, said: string): string {
  if (speaksNoTls(code, said))
    return 'what listens there does not speak TLS; its address begins with http:// then';
  if (untrusted.has(code))
    return 'its certificate comes from no authority that is trusted here; a private one has to be named';
  if (/\bExpected HTTP\/|Invalid HTTP version/.test(said))
    return 'what listens there does not speak HTTP';
  if (code?.startsWith('HPE_')) return `its response breaks the rules of HTTP (${code})`;
  if (/^(Z_|ZSTD_|ERR__ERROR_)/.test(code ?? ''))
    return `its response has a body that cannot be unpacked (${code})`;
  if (/^(socket hang up|aborted|other side closed|Premature close)$/.test(said))
    return 'the connection was closed before a whole response had come';
  return said === '' ? (code ?? 'unknown reason') : said;
}

/**
 * What a failing `fetch` means. The failure itself is not kept as the cause: its text may quote the
 * URL, a header or the body.
 */
export function connectionError(
  error: unknown,
  operation: TableOperation,
  clean: (text: string) => string,
): ConnectionError {
  const root = rootOf(error);
  const code = hasProperties(root) && typeof root['code'] === 'string' ? root['code'] : undefined;
  const said = hasProperties(root) && typeof root['message'] === 'string' ? root['message'] : '';
  return new ConnectionError({
    message: clean(`${operation.id}: no complete response: ${plainWords(code, said)}`),
    operation: operation.id,
    reason: code,
    retryable: operation.repeatable,
  });
}
