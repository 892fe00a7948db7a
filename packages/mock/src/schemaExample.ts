import type { JsonSchema, JsonValue } from '@oidc-admin/contract';

/**
 * A value that a schema shows or allows: its example, default or first enum value, else one made of its properties. What the server
 * makes (`isMade`) is as in something new: what a flag speaks of has not happened, and has no date where it may be null. An object
 * has no optional text for whose pattern there is no example.
 */
export function schemaExample(schema: JsonSchema, isMade = schema['readOnly'] === true): JsonValue {
  const { examples, enum: values, type, properties, items } = schema;
  if (Array.isArray(examples) && examples.length > 0) return examples[0] as JsonValue;
  if (schema['default'] !== undefined) return schema['default'] as JsonValue;
  if (schema['const'] !== undefined) return schema['const'] as JsonValue;
  if (Array.isArray(values) && values.length > 0) return values[0] as JsonValue;
  if (isMade && mayBeNoDate(schema)) return null;
  for (const union of ['anyOf', 'oneOf', 'allOf'])
    if (Array.isArray(schema[union]))
      return schemaExample((schema[union] as JsonSchema[])[0] ?? {}, isMade);
  switch (Array.isArray(type) ? type[0] : type) {
    case 'object':
      return Object.fromEntries(
        Object.entries((properties ?? {}) as Record<string, JsonSchema>).flatMap(
          ([name, property]): readonly (readonly [string, JsonValue])[] => {
            const sample = schemaExample(property, isMade || property['readOnly'] === true);
            const isNeeded = ((schema['required'] ?? []) as readonly string[]).includes(name);
            return isNeeded || matches(property, sample) ? [[name, sample]] : [];
          },
        ),
      );
    case 'array':
      return items === undefined ? [] : [schemaExample(items as JsonSchema, isMade)];
    case 'integer':
    case 'number':
      return typeof schema['minimum'] === 'number' ? schema['minimum'] : 1;
    case 'boolean':
      return !isMade;
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

/** Whether a made-up text has the form that its pattern asks for. */
function matches({ pattern }: JsonSchema, sample: JsonValue): boolean {
  return (
    typeof pattern !== 'string' ||
    typeof sample !== 'string' ||
    new RegExp(pattern, 'u').test(sample)
  );
}

/** Whether a schema takes a date, or null where there is none. */
function mayBeNoDate(schema: JsonSchema): boolean {
  const union = [schema['anyOf'], schema['oneOf']].find(Array.isArray) as JsonSchema[] | undefined;
  const parts = union ?? [schema];
  const isDate = parts.some(({ format }) => format === 'date-time' || format === 'date');
  return isDate && parts.some(({ type }) => [type].flat().includes('null'));
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
