import { below, isObject, type JsonSchema, type JsonValue } from '@oidc-admin/contract';

/** The schema of a property or list element one step below another schema; undefined where it is not described. */
export function schemaBelow(schema: JsonSchema | undefined, step: string): JsonSchema | undefined {
  if (schema === undefined) return undefined;
  const { items, properties } = schema;
  if (isSchema(properties) && Object.hasOwn(properties, step)) {
    const property = properties[step];
    return isSchema(property) ? property : undefined;
  }
  return /^\d+$/.test(step) && isSchema(items) ? items : undefined;
}

/**
 * Pointers of the properties of a body that its schema does not name. An object whose schema says anything about further
 * properties, or is put together from several schemas, is left alone.
 */
export function undocumentedIn(schema: JsonSchema | undefined, body: JsonValue): readonly string[] {
  if (schema === undefined || typeof body !== 'object' || body === null) return none;
  const found: string[] = [];
  const add = (step: string, inner: readonly string[]): void => {
    for (const at of inner) found.push(below('', step) + at);
  };
  if (Array.isArray(body)) {
    const items: readonly JsonValue[] = body;
    for (const [index, item] of items.entries()) {
      add(String(index), undocumentedIn(schemaBelow(schema, String(index)), item));
    }
  } else if (
    isObject(body) &&
    isSchema(schema['properties']) &&
    !composed.some((key) => key in schema)
  ) {
    for (const name of Object.keys(body)) {
      const property = schemaBelow(schema, name);
      add(name, property === undefined ? [''] : undocumentedIn(property, body[name] ?? null));
    }
  }
  return found;
}

const none: readonly string[] = [];

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
