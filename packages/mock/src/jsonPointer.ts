import type { JsonValue } from '@oidc-admin/contract';

type Editable = { [name: string]: JsonValue };

/** Whether a JSON value is an object. */
export function isJsonObject(
  value: JsonValue | undefined,
): value is { readonly [name: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function steps(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What stands at a JSON pointer, or undefined. */
export function at(body: JsonValue | undefined, pointer: string): JsonValue | undefined {
  let value: JsonValue | undefined = body;
  for (const step of steps(pointer)) {
    if (Array.isArray(value)) value = (value as readonly JsonValue[])[Number(step)];
    else if (isJsonObject(value) && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}

/**
 * A copy of a body with another value at a JSON pointer; undefined takes it away. Objects on the way are made where they
 * are missing. The step `*` stands for the first element of a list.
 */
export function withValueAt(
  body: JsonValue | undefined,
  pointer: string,
  value: JsonValue | undefined,
): JsonValue | undefined {
  const put = (node: JsonValue | undefined, path: readonly string[]): JsonValue | undefined => {
    const [step, ...rest] = path;
    if (step === undefined) return value;
    if (step === '*' || (Array.isArray(node) && /^\d+$/.test(step))) {
      const list = Array.isArray(node) ? [...(node as readonly JsonValue[])] : [];
      const index = step === '*' ? 0 : Number(step);
      const element = put(list[index], rest);
      if (element === undefined) list.splice(index, 1);
      else list[index] = element;
      return list;
    }
    const copy: Editable = isJsonObject(node) ? { ...node } : {};
    const inner = put(Object.hasOwn(copy, step) ? copy[step] : undefined, rest);
    if (inner === undefined) delete copy[step];
    else copy[step] = inner;
    return copy;
  };
  return put(body, steps(pointer));
}
