import type { JsonValue } from '@oidc-admin/contract';

/** A text as it is, nothing as the empty text, every other value as JSON. */
export function asText(value: JsonValue | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
