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
      return (
        formatted[String(schema['format'])] ??
        'example'
          .padEnd(typeof schema['minLength'] === 'number' ? schema['minLength'] : 0, '-')
          .slice(0, typeof schema['maxLength'] === 'number' ? schema['maxLength'] : undefined)
      );
  }
}

/** A text of each format that JSON Schema names. */
const formatted: Readonly<Record<string, string>> = {
  'date-time': '2026-01-01T00:00:00Z',
  date: '2026-01-01',
  time: '00:00:00Z',
  duration: 'PT1S',
  uuid: '00000000-0000-4000-8000-000000000001',
  email: 'someone@example.com',
  hostname: 'www.example.com',
  uri: 'https://www.example.com/',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
};
