import { below, type JsonSchema, type JsonValue } from '@oidc-admin/contract';

/** The schema of a property, a list element or a map's value one step below another schema; undefined where it is not described. */
function schemaBelow(schema: JsonSchema | undefined, step: string): JsonSchema | undefined {
  if (schema === undefined) return undefined;
  const { items, properties, additionalProperties: others } = schema;
  if (isSchema(properties) && Object.hasOwn(properties, step)) {
    const property = properties[step];
    return isSchema(property) ? property : undefined;
  }
  if (/^\d+$/.test(step) && isSchema(items)) return items;
  return isSchema(others) ? others : undefined;
}

/**
 * Pointers of the properties of a body that its schema does not name. An object whose schema says anything about further
 * properties, or is put together from several schemas, may have others; what is in its own is looked at all the same.
 */
export function undocumentedIn(schema: JsonSchema | undefined, body: JsonValue): readonly string[] {
  if (schema === undefined || typeof body !== 'object' || body === null) return none;
  const isClosed = isSchema(schema['properties']) && !composed.some((key) => key in schema);
  const found: string[] = [];
  for (const [step, inner] of Object.entries(body as Readonly<Record<string, JsonValue>>)) {
    const described = schemaBelow(schema, step);
    if (described !== undefined)
      for (const at of undocumentedIn(described, inner)) found.push(below('', step) + at);
    else if (isClosed && !Array.isArray(body)) found.push(below('', step));
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
