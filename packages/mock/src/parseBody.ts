import type { JsonValue } from '@oidc-admin/contract';
import type { RequestBodyGiven } from '@oidc-admin/model';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
const deepest = 200;

/** Reads a body as JSON in UTF-8. What nests deeper than 200 levels counts as malformed, since no schema asks for it. */
export function parseBody(bytes: Uint8Array): RequestBodyGiven {
  if (bytes.byteLength === 0) return { kind: 'none' };
  try {
    const text = utf8.decode(bytes);
    if (text.trim() === '') return { kind: 'none' };
    if (isTooDeep(bytes)) return { kind: 'malformed' };
    return { kind: 'json', value: JSON.parse(text) as JsonValue };
  } catch {
    return { kind: 'malformed' };
  }
}

function isTooDeep(bytes: Uint8Array): boolean {
  if (bytes.byteLength < 2 * deepest) return false;
  let depth = 0;
  let inText = false;
  for (let at = 0; at < bytes.byteLength; at++) {
    const byte = bytes[at];
    if (inText) {
      if (byte === 0x5c) at++;
      else if (byte === 0x22) inText = false;
    } else if (byte === 0x22) inText = true;
    else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > deepest) return true;
    } else if (byte === 0x5d || byte === 0x7d) depth--;
  }
  return false;
}
