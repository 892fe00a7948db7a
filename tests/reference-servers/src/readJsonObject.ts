export type JsonObject = Record<string, unknown>;

/** What a request body turned out to be. */
type JsonReading =
  | { kind: 'object'; value: JsonObject }
  | { kind: 'empty' | 'malformed' | 'notAnObject' };

/**
 * Reads a request body as one JSON object in UTF-8; bytes that are not UTF-8 count as malformed. A byte order mark is
 * skipped only where `skipMark` says so, which RFC 8259 leaves to the reader.
 */
export function readJsonObject(body: Buffer, skipMark: boolean): JsonReading {
  if (body.length === 0) return { kind: 'empty' };
  let value: unknown;
  try {
    value = JSON.parse(
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: !skipMark }).decode(body),
    );
  } catch {
    return { kind: 'malformed' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { kind: 'notAnObject' };
  return { kind: 'object', value: value as JsonObject };
}

/** Whether a request's `Content-Type` is `application/json`, in any case and with any parameters. */
export function contentTypeOf(
  headers: Record<string, string[] | undefined>,
): 'json' | 'other' | 'missing' {
  const values = headers['content-type'];
  if (values === undefined || values.length === 0) return 'missing';
  const bare = values.join(',').split(';')[0]?.trim().toLowerCase();
  return bare === 'application/json' ? 'json' : 'other';
}

/** A property's own value, so that a name like `constructor` or `__proto__` finds nothing inherited. */
export function ownProperty(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
