import type { JsonSchema, JsonValue } from '@oidc-admin/contract';

import { isObject, memberAt } from './pointer.ts';

/** The schema of a member or list element one step below another schema; undefined where it is not described. */
export function propertyOf(schema: JsonSchema | undefined, step: string): JsonSchema | undefined {
  if (schema === undefined) return undefined;
  const { items, properties } = schema;
  if (isSchema(properties) && Object.hasOwn(properties, step)) {
    const member = properties[step];
    return isSchema(member) ? member : undefined;
  }
  return /^\d+$/.test(step) && isSchema(items) ? items : undefined;
}

/**
 * Pointers of the members of a body that its schema does not name. An object whose schema says anything about further
 * members, or is put together from several schemas, is left alone.
 */
export function undocumentedIn(
  schema: JsonSchema | undefined,
  body: JsonValue,
  at = '',
): readonly string[] {
  if (schema === undefined) return [];
  if (Array.isArray(body)) {
    return body.flatMap((item, index) =>
      undocumentedIn(propertyOf(schema, String(index)), item, memberAt(at, String(index))),
    );
  }
  if (!isObject(body) || !isSchema(schema['properties']) || composed.some((key) => key in schema))
    return [];
  return Object.entries(body).flatMap(([name, value]) => {
    const member = propertyOf(schema, name);
    const there = memberAt(at, name);
    return member === undefined ? [there] : undocumentedIn(member, value, there);
  });
}

const composed = [
  'additionalProperties',
  'unevaluatedProperties',
  'patternProperties',
  'allOf',
  'anyOf',
  'oneOf',
];

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
