import { isEach, isNested, type JsonValue, type Resource } from '@oidc-admin/contract';

/** What a response shows of what was saved: without what the server made, and what it should not have shown. */
export function shownProperties(
  { properties, serverMade, neverReturned }: Resource,
  observed: Readonly<Record<string, JsonValue>>,
): Record<string, JsonValue> {
  const names = properties.map(({ name }) => name).filter((name) => !isNested(name));
  // Of a map, every name is one of its own.
  const isMap = names.length === 0 && properties.some(({ name }) => isEach(name));
  return Object.fromEntries(
    Object.entries(observed).filter(
      ([name, value]) =>
        (isMap || names.includes(name)) &&
        value !== null &&
        !serverMade.includes(name) &&
        !neverReturned.includes(name),
    ),
  );
}
