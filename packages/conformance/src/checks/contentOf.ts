import { isObject, type JsonSchema, type JsonValue } from '@oidc-admin/contract';

/** The smallest JSON of a schema that a text has to hold, as far as types and required properties say it. */
export function contentOf(schema: JsonSchema, text: string): JsonValue {
  const { type, required, properties, enum: values } = schema;
  if (Array.isArray(values)) return (values as readonly JsonValue[])[0] ?? null;
  if (type === 'array') return [];
  if (type === 'integer' || type === 'number') return 1;
  if (type === 'boolean') return true;
  if (type !== 'object') return text;
  const inner = isObject(properties) ? properties : {};
  const names = Array.isArray(required) ? (required as readonly string[]) : [];
  return Object.fromEntries(
    names.map((name) => {
      const property = inner[name];
      return [name, contentOf(isObject(property) ? property : {}, text)];
    }),
  );
}
