import type { JsonValue } from './json.ts';
import type { RawSchema } from './rawDocument.ts';

/** The JSON types that a schema lets through, as far as it says so; empty where it lets through any. */
export function typesOf(schema: RawSchema): readonly string[] {
  if (schema.type !== undefined)
    return typeof schema.type === 'string' ? [schema.type] : schema.type;
  if (schema.const !== undefined) return [typeOf(schema.const)];
  if (schema.enum !== undefined) return [...new Set(schema.enum.map(typeOf))];
  const union = schema.anyOf ?? schema.oneOf;
  if (union !== undefined) {
    const each = union.map(typesOf);
    return each.some((types) => types.length === 0) ? [] : [...new Set(each.flat())];
  }
  return schema.allOf?.map(typesOf).find((types) => types.length > 0) ?? [];
}

function typeOf(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}
