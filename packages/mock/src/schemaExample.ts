import type { JsonSchema, JsonValue } from '@oidc-admin/contract';

/** A value that a schema shows or allows: its example, default or first enum value, else one made of its properties. */
export function schemaExample(schema: JsonSchema): JsonValue {
  const { examples, enum: values, type, properties, items } = schema;
  if (Array.isArray(examples) && examples.length > 0) return examples[0] as JsonValue;
  if (schema['default'] !== undefined) return schema['default'] as JsonValue;
  if (schema['const'] !== undefined) return schema['const'] as JsonValue;
  if (Array.isArray(values) && values.length > 0) return values[0] as JsonValue;
  for (const union of ['anyOf', 'oneOf', 'allOf'])
    if (Array.isArray(schema[union]))
      return schemaExample((schema[union] as JsonSchema[])[0] ?? {});
  switch (Array.isArray(type) ? type[0] : type) {
    case 'object':
      return Object.fromEntries(
        Object.entries((properties ?? {}) as Record<string, JsonSchema>).map(([name, property]) => [
          name,
          schemaExample(property),
        ]),
      );
    case 'array':
      return items === undefined ? [] : [schemaExample(items as JsonSchema)];
    case 'integer':
    case 'number':
      return typeof schema['minimum'] === 'number' ? schema['minimum'] : 1;
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return 'example'.padEnd(
        typeof schema['minLength'] === 'number' ? schema['minLength'] : 0,
        '-',
      );
  }
}
