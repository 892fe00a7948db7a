import { isObject, pointerSteps, type JsonValue } from '@oidc-admin/contract';
import { documentedElements } from './documentedParts.ts';
import type { BodyExpected } from './model.ts';

type Mutable = { [name: string]: JsonValue };

/**
 * A body that holds all that is known of an allowed response, laid over another body, such as an example for what only
 * its schema describes. What is known are the same arrays each time that the same state shows the same thing, so that
 * a caller may remember what it made of them.
 */
export function fillBody(
  expected: Extract<BodyExpected, { kind: 'json' }>,
  base: JsonValue | undefined,
): JsonValue | undefined {
  const root: Mutable = base === undefined ? {} : { '': structuredClone(base) };
  for (const { at, value } of [...expected.made, ...expected.optional, ...expected.equals]) {
    put(root, at, value);
  }
  const { list } = expected;
  if (list !== undefined)
    put(root, list.at, [...documentedElements(list.items, (list.page ?? list).elements)]);
  for (const { at } of expected.absent) remove(root, at);
  return root[''];
}

/** The object around a place, made where it is missing. */
function around(
  root: Mutable,
  pointer: string,
): { readonly object: Mutable; readonly last: string } {
  const steps = ['', ...pointerSteps(pointer)];
  const last = steps.pop() ?? '';
  let object = root;
  for (const step of steps) {
    const inner = object[step];
    const next: Mutable = isObject(inner) ? { ...inner } : {};
    object[step] = next;
    object = next;
  }
  return { object, last };
}

function put(root: Mutable, pointer: string, value: JsonValue): void {
  const { object, last } = around(root, pointer);
  object[last] = value;
}

function remove(root: Mutable, pointer: string): void {
  if (!Object.hasOwn(root, '')) return;
  const { object, last } = around(root, pointer);
  delete object[last];
}
