import { elementSteps, isObject, type JsonValue } from '@oidc-admin/contract';

/** Makes another value of one; undefined takes it away. */
export type Change = (value: JsonValue | undefined) => JsonValue | undefined;

/**
 * A copy of a body in which the property of a name (`list[].id`, `map.*`, `$` for the whole) is changed, wherever it
 * stands. A property that is missing is added where what it belongs to is there.
 */
export function changedAt(
  body: JsonValue | undefined,
  name: string,
  change: Change,
): JsonValue | undefined {
  return body === undefined ? undefined : changedBelow(body, elementSteps(name), change);
}

function changedBelow(
  node: JsonValue | undefined,
  [step, ...rest]: readonly string[],
  change: Change,
): JsonValue | undefined {
  if (step === undefined) return change(node);
  if (step === '[]') {
    if (!Array.isArray(node)) return node;
    return (node as readonly JsonValue[])
      .map((element) => changedBelow(element, rest, change))
      .filter((element) => element !== undefined);
  }
  if (!isObject(node)) return node;
  if (step === '*') {
    const entries = Object.entries(node).flatMap(([name, value]): [string, JsonValue][] => {
      const changed = changedBelow(value, rest, change);
      return changed === undefined ? [] : [[name, changed]];
    });
    return Object.fromEntries(entries);
  }
  if (rest.length > 0 && !Object.hasOwn(node, step)) return node;
  const inner = changedBelow(node[step], rest, change);
  const { [step]: _, ...others } = node;
  return inner === undefined ? others : { ...node, [step]: inner };
}
