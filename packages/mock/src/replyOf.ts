import type { JsonValue } from '@oidc-admin/contract';
import { noBytes, type MockReply } from './exchange.ts';

/** A response as bytes: JSON where there is a body. */
export function replyOf(
  status: number,
  headers: readonly (readonly [name: string, value: string])[],
  body: JsonValue | undefined,
): MockReply {
  return { status, headers, body: body === undefined ? noBytes : bytesOf(body) };
}

const encoder = new TextEncoder();

/** Bodies that are answered again and again, such as a list of a thousand that does not change. */
export const reusedBodies = new WeakSet<object>();

const encoded = new WeakMap<object, Uint8Array>();

function bytesOf(body: JsonValue): Uint8Array {
  const reused = typeof body === 'object' && body !== null && reusedBodies.has(body);
  const known = reused ? encoded.get(body) : undefined;
  if (known !== undefined) return known;
  const bytes = encoder.encode(JSON.stringify(body));
  if (reused) encoded.set(body, bytes);
  return bytes;
}
