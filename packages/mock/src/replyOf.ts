import type { JsonValue } from '@oidc-admin/contract';
import { noBytes } from './exchange.ts';
import type { Reply } from './exchange.ts';

const encoder = new TextEncoder();

/** An answer as bytes: JSON where there is a body. */
export function replyOf(
  status: number,
  headers: readonly (readonly [name: string, value: string])[],
  body: JsonValue | undefined,
): Reply {
  if (body === undefined) return { status, headers, body: noBytes };
  return { status, headers, body: encoder.encode(JSON.stringify(body)) };
}
