import type { JsonValue } from '../wire/jsonValue.ts';

export type JsonRecord = { readonly [name: string]: JsonValue };

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function stepsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The value at a JSON pointer. */
export function valueAt(value: JsonValue | undefined, pointer: string): JsonValue | undefined {
  return stepsOf(pointer).reduce<JsonValue | undefined>(
    (inner, step) => (isRecord(inner) && Object.hasOwn(inner, step) ? inner[step] : undefined),
    value,
  );
}

/** A copy in which another value stands at a JSON pointer to properties of objects. */
export function replaceAt(value: JsonValue, pointer: string, replacement: JsonValue): JsonValue {
  const [step, ...rest] = stepsOf(pointer);
  if (step === undefined) return replacement;
  if (!isRecord(value)) return value;
  const inner = rest.map((one) => `/${one.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return { ...value, [step]: replaceAt(value[step] ?? null, inner, replacement) };
}

/** A text in a JSON value, and the dotted name of the property in which it stands: `a.b`, `list[].c`, '' for the whole. */
export interface Leaf {
  readonly property: string;
  readonly text: string;
}

/** Every text and number of a JSON value, names of properties too. */
export function leavesOf(value: JsonValue | undefined, property = ''): readonly Leaf[] {
  if (typeof value === 'string' || typeof value === 'number')
    return [{ property, text: String(value) }];
  if (Array.isArray(value)) {
    const items: readonly JsonValue[] = value;
    return items.flatMap((item) => leavesOf(item, `${property}[]`));
  }
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    leavesOf(inner, property === '' ? name : `${property}.${name}`),
  );
}

/** A value as text: a text as it is, everything else as JSON. */
export function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}
