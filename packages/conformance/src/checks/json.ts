import { isObject, pointerSteps, type JsonValue } from '@oidc-admin/contract';

/** A copy in which another value is at a JSON pointer to properties of objects. */
export function replaceAt(value: JsonValue, pointer: string, replacement: JsonValue): JsonValue {
  const [step, ...rest] = pointerSteps(pointer);
  if (step === undefined) return replacement;
  if (!isObject(value)) return value;
  const inner = rest.map((one) => `/${one.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return { ...value, [step]: replaceAt(value[step] ?? null, inner, replacement) };
}

/** A text in a JSON value, and the dotted name of the property in which it is: `a.b`, `list[].c`, '' for the whole. */
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
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    leavesOf(inner, property === '' ? name : `${property}.${name}`),
  );
}

/** A value as text: a text as it is, everything else as JSON. */
export function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}
