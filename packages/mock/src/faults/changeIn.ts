import type { JsonValue } from '@oidc-admin/contract';
import { isJsonObject } from '../jsonPointer.ts';

/**
 * A copy of a body in which the property at a clause's subject (`Providers[].id`, `$` for the whole) is changed; undefined
 * takes it away. A property that is missing is added where what it belongs to is there.
 */
export function changeIn(
  body: JsonValue | undefined,
  element: string,
  change: (value: JsonValue | undefined) => JsonValue | undefined,
): JsonValue | undefined {
  if (body === undefined) return undefined;
  const steps = element === '$' ? [] : element.replaceAll('[]', '.[]').split('.');
  return changeAt(body, steps, change);
}

function changeAt(
  node: JsonValue | undefined,
  steps: readonly string[],
  change: (value: JsonValue | undefined) => JsonValue | undefined,
): JsonValue | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) return change(node);
  if (step === '[]') {
    if (!Array.isArray(node)) return node;
    return (node as readonly JsonValue[])
      .map((element) => changeAt(element, rest, change))
      .filter((element) => element !== undefined);
  }
  if (!isJsonObject(node)) return node;
  if (rest.length > 0 && !Object.hasOwn(node, step)) return node;
  const inner = changeAt(node[step], rest, change);
  const { [step]: _, ...others } = node;
  return inner === undefined ? others : { ...node, [step]: inner };
}
