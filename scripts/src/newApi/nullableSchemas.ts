import { holdsData } from '../generate/openApiWords.ts';
import type { EditableObject } from './tidyDocument.ts';

/** Annotations, which stay beside a union. */
const beside = [
  'title',
  'description',
  'readOnly',
  'writeOnly',
  'deprecated',
  'example',
  'default',
];

/**
 * Takes the `nullable` of OpenAPI 3.0 for what its writers mean by it where it stands beside a reference or a union, of which the
 * upgrade leaves it out: null as well. Changes the document.
 */
export function meanNullable(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  if (Array.isArray(node)) {
    for (const item of node) meanNullable(item);
    return;
  }
  const schema = node as EditableObject;
  for (const [key, value] of Object.entries(schema)) if (!holdsData.has(key)) meanNullable(value);
  nullAmong(schema);
  const { nullable } = schema;
  if (typeof nullable !== 'boolean') return;
  delete schema['nullable'];
  if (nullable && schema['type'] === undefined) addNull(schema);
}

/** A list of values that forgets null takes back that a type, of which the upgrade made it one of two, may be null. */
function nullAmong(schema: EditableObject): void {
  const { type, enum: values } = schema;
  if (!Array.isArray(type) || !type.includes('null') || !Array.isArray(values)) return;
  schema['enum'] = [...new Set([...(values as readonly unknown[]), null])];
}

function addNull(schema: EditableObject): void {
  const orNull = { type: 'null' };
  const key = ['anyOf', 'oneOf'].find((one) => Array.isArray(schema[one]));
  const { enum: values, allOf, $ref } = schema;
  if (Array.isArray(values)) {
    schema['enum'] = [...new Set([...(values as readonly unknown[]), null])];
  } else if (key !== undefined) {
    const union = schema[key] as readonly EditableObject[];
    if (!union.some(({ type }) => type === 'null')) schema[key] = [...union, orNull];
  } else if (allOf !== undefined || $ref !== undefined) {
    const kept = Object.entries(schema).filter(([name]) => beside.includes(name));
    const whole = Object.fromEntries(
      Object.entries(schema).filter(([name]) => !beside.includes(name)),
    );
    const parts = Array.isArray(allOf) ? (allOf as readonly unknown[]) : [];
    const isAlone = parts.length === 1 && Object.keys(whole).length === 1;
    for (const name of Object.keys(schema)) delete schema[name];
    Object.assign(schema, Object.fromEntries(kept), {
      anyOf: [isAlone ? parts[0] : whole, orNull],
    });
  }
}
