import type { JsonValue } from '@oidc-admin/contract';
import type { ModelRequest } from '@oidc-admin/model';

/** The JSON in a text; nothing where it is none. */
export function jsonIn(text: string): JsonValue | undefined {
  try {
    return text === '' ? undefined : (JSON.parse(text) as JsonValue);
  } catch {
    return undefined;
  }
}

/** A recorded body as the model sees it; what claims to be something else than JSON is not looked into. */
export function requestBody(
  text: string | undefined,
  mediaType: string | undefined,
): ModelRequest['body'] {
  if (text === undefined || text === '') return { kind: 'none' };
  const value = jsonIn(text);
  if (value !== undefined) return { kind: 'json', value };
  return mediaType === undefined || mediaType.endsWith('json')
    ? { kind: 'malformed' }
    : { kind: 'none' };
}
