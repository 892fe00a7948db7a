import type { JsonValue } from '@oidc-admin/contract';

/** The steps of a JSON pointer (RFC 6901); none for the whole document. */
export function stepsOf(pointer: string): readonly string[] {
  if (pointer === '') return [];
  const steps = pointer.split('/').slice(1);
  return pointer.includes('~')
    ? steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    : steps;
}

/** The pointer of a property below another pointer. */
export function propertyAt(pointer: string, property: string): string {
  return `${pointer}/${special.test(property) ? property.replaceAll('~', '~0').replaceAll('/', '~1') : property}`;
}

const special = /[~/]/;

/** What stands at a JSON pointer, or undefined. */
export function valueAt(body: JsonValue | undefined, pointer: string): JsonValue | undefined {
  if (pointer === '') return body;
  // Most pointers name a property of the body itself.
  if (pointer.lastIndexOf('/') === 0 && !pointer.includes('~'))
    return below(body, pointer.slice(1));
  let value = body;
  for (const step of stepsOf(pointer)) value = below(value, step);
  return value;
}

function below(value: JsonValue | undefined, step: string): JsonValue | undefined {
  if (Array.isArray(value)) return /^\d+$/.test(step) ? value[Number(step)] : undefined;
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

/** Everything that stands at a JSON pointer in which a step `*` stands for every index of a list. */
export function valuesAt(body: JsonValue | undefined, pointer: string): readonly JsonValue[] {
  let values: JsonValue[] = body === undefined ? [] : [body];
  for (const step of stepsOf(pointer)) {
    values = values.flatMap((value): readonly JsonValue[] => {
      if (step === '*' && Array.isArray(value)) return value;
      const found = valueAt(value, propertyAt('', step));
      return found === undefined ? [] : [found];
    });
  }
  return values;
}

/** Whether a JSON value is an object. */
export function isObject(
  value: JsonValue | undefined,
): value is { readonly [name: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
