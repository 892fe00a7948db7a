import type { JsonValue } from '@oidc-admin/contract';
import { isObject } from '@oidc-admin/model';

/**
 * A copy of a body with another value at a JSON pointer; undefined takes it away. Objects on the way are made where they
 * are missing. The step `*` means the first element of a list.
 */
export function withValueAt(
  body: JsonValue | undefined,
  pointer: string,
  value: JsonValue | undefined,
): JsonValue | undefined {
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  return put(body, steps, value);
}

function put(
  node: JsonValue | undefined,
  [step, ...rest]: readonly string[],
  value: JsonValue | undefined,
): JsonValue | undefined {
  if (step === undefined) return value;
  if (step === '*' || (Array.isArray(node) && /^\d+$/.test(step))) {
    const list = Array.isArray(node) ? [...(node as readonly JsonValue[])] : [];
    const index = step === '*' ? 0 : Number(step);
    const element = put(list[index], rest, value);
    if (element === undefined) list.splice(index, 1);
    else list[index] = element;
    return list;
  }
  const copy: Record<string, JsonValue> = isObject(node) ? { ...node } : {};
  const inner = put(Object.hasOwn(copy, step) ? copy[step] : undefined, rest, value);
  if (inner === undefined) delete copy[step];
  else copy[step] = inner;
  return copy;
}
