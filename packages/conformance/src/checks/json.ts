import { isObject, pointerSteps, type JsonValue } from '@oidc-admin/contract';

/** A copy in which another value is at a JSON pointer to properties of objects. */
export function replaceAt(value: JsonValue, pointer: string, replacement: JsonValue): JsonValue {
  const [step, ...rest] = pointerSteps(pointer);
  if (step === undefined) return replacement;
  if (!isObject(value)) return value;
  const inner = rest.map((one) => `/${one.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return { ...value, [step]: replaceAt(value[step] ?? null, inner, replacement) };
}

/** A text in a JSON value, and the steps of the JSON pointer to it. */
export interface Leaf {
  readonly steps: readonly string[];
  readonly text: string;
}

/** Every text and number of a JSON value. */
export function leavesOf(
  value: JsonValue | undefined,
  steps: readonly string[] = [],
): readonly Leaf[] {
  if (typeof value === 'string' || typeof value === 'number')
    return [{ steps, text: String(value) }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as Readonly<Record<string, JsonValue>>).flatMap(([step, inner]) =>
    leavesOf(inner, [...steps, step]),
  );
}

/** A value as text: a text as it is, everything else as JSON. */
export function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}
