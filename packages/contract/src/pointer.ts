import { isObject, type JsonValue } from './json.ts';

const special = /[~/]/;

/** The JSON pointer (RFC 6901) of a place one or more steps below another. */
export function below(pointer: string, ...steps: readonly (string | number)[]): string {
  let found = pointer;
  for (const step of steps) {
    const text = String(step);
    found += `/${special.test(text) ? text.replaceAll('~', '~0').replaceAll('/', '~1') : text}`;
  }
  return found;
}

/** The steps of a JSON pointer; none for the whole document. */
export function pointerSteps(pointer: string): readonly string[] {
  if (pointer === '') return [];
  const steps = pointer.split('/').slice(1);
  return pointer.includes('~')
    ? steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    : steps;
}

/** The value of an object's own property; `constructor` and the like are names as all others are. */
export function ownValue<V>(object: Readonly<Record<string, V>>, name: string): V | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** What is at a JSON pointer, or undefined. */
export function valueAt(root: JsonValue | undefined, pointer: string): JsonValue | undefined;
export function valueAt(root: unknown, pointer: string): unknown;
export function valueAt(root: unknown, pointer: string): unknown {
  if (pointer === '') return root;
  // Most pointers name a property of the root itself.
  if (pointer.lastIndexOf('/') === 0 && !pointer.includes('~'))
    return oneBelow(root, pointer.slice(1));
  let value = root;
  for (const step of pointerSteps(pointer)) value = oneBelow(value, step);
  return value;
}

function oneBelow(value: unknown, step: string): unknown {
  if (Array.isArray(value)) return /^\d+$/.test(step) ? value[Number(step)] : undefined;
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

/** Everything that is at a JSON pointer in which a step `*` means every index of a list. */
export function valuesAt(root: JsonValue | undefined, pointer: string): readonly JsonValue[] {
  let values: JsonValue[] = root === undefined ? [] : [root];
  for (const step of pointerSteps(pointer)) {
    values = values.flatMap((value): readonly JsonValue[] => {
      if (step === '*' && Array.isArray(value)) return value;
      const found = valueAt(value, below('', step));
      return found === undefined ? [] : [found];
    });
  }
  return values;
}
