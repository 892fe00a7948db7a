import { below, isObject, ownValue, type ElementNode, type JsonValue } from '@oidc-admin/contract';
import type { ExpectedAt, InsidePlace, Mismatch, Pinned, ShownItem } from './model.ts';
import { sameJson } from './sameJson.ts';
import { absenceOf, originOf } from './savedFrom.ts';

type Node = ElementNode<ShownItem>;

/** Whether nothing is described inside a value: it is compared as a whole. */
export function isPlain({ inner, elements, values }: Node): boolean {
  return inner.size === 0 && elements === undefined && values === undefined;
}

/** Whether a server makes something inside an object, so that it may show the object though it was not sent. */
export function isMadeInside({ inner }: Node): boolean {
  return [...inner.values()].some((one) => one.item?.serverMade === true || isMadeInside(one));
}

/** Whether all that an object holds is hidden: nothing of it is left to be shown, perhaps not even the object. */
function isAllHidden({ inner, values }: Node, visible: JsonValue): boolean {
  if (!isObject(visible)) return false;
  const entries = Object.entries(visible);
  if (entries.length === 0)
    return [...inner.values()].some(({ item }) => item?.never === true || item?.masked === true);
  return entries.every(([name, value]) => {
    const one = inner.get(name) ?? values;
    return one !== undefined && isAllHidden(one, value);
  });
}

/** What a response shows of something saved: without what it hides. The same value where it hides nothing. */
export function visibleValue(node: Node, saved: JsonValue): JsonValue {
  if (isPlain(node)) return saved;
  const { inner, elements, values } = node;
  if (Array.isArray(saved)) {
    const list = saved as readonly JsonValue[];
    return elements === undefined ? saved : list.map((one) => visibleValue(elements, one));
  }
  if (!isObject(saved)) return saved;
  const entries = Object.entries(saved).flatMap(([name, value]): [string, JsonValue][] => {
    const one = inner.get(name) ?? values;
    if (one?.item?.never === true || one?.item?.masked === true) return [];
    return [[name, one === undefined ? value : visibleValue(one, value)]];
  });
  return Object.fromEntries(entries);
}

/** How a value in a response differs from what is known of it, property by property. */
function differencesIn(
  place: InsidePlace,
  expected: JsonValue | undefined,
  actual: JsonValue | undefined,
): readonly Mismatch[] {
  const { node, saved, at, shownAt } = place;
  const { item, inner, elements, values } = node;
  const step = (name: string | number, one: Node): InsidePlace => ({
    node: one,
    saved,
    at: below(at, name),
    shownAt: below(shownAt, name),
  });
  if (item?.never === true)
    return unexpected({ at: shownAt, ...item.cited.kept, never: true }, actual);
  if (item === undefined || item.serverMade || item.masked) return [];
  if (expected === undefined) {
    const inside = isMadeInside(node) ? { inside: place } : {};
    return unexpected({ at: shownAt, ...item.cited[absenceOf(saved, at)], ...inside }, actual);
  }
  if (isNothing(actual) && isAllHidden(node, expected)) return [];
  if (!isOfType(expected, item.types)) return [];
  if (isObject(expected) && isObject(actual)) {
    const others = values === undefined ? [] : [...Object.keys(expected), ...Object.keys(actual)];
    const names = new Set([...inner.keys(), ...others]);
    return [...names].flatMap((name) => {
      const one = inner.get(name) ?? values;
      return one === undefined || isIdle(one, expected, actual, name)
        ? []
        : differencesIn(step(name, one), ownValue(expected, name), ownValue(actual, name));
    });
  }
  if (Array.isArray(expected) && Array.isArray(actual) && elements !== undefined) {
    const [kept, shown]: readonly (readonly JsonValue[])[] = [expected, actual];
    if (kept?.length === shown?.length)
      return (kept ?? []).flatMap((one, index) =>
        differencesIn(step(index, elements), one, shown?.[index]),
      );
  }
  return unequal({ at: shownAt, value: expected, ...item.cited[originOf(saved, at)] }, actual);
}

/** Whether a property has no meaning beside another one of its object, and is not there. */
function isIdle(
  { item }: Node,
  expected: { readonly [name: string]: JsonValue },
  actual: { readonly [name: string]: JsonValue },
  name: string,
): boolean {
  const beside = item?.idleBeside;
  return beside !== undefined && Object.hasOwn(expected, beside) && isUnset(ownValue(actual, name));
}

/** The difference between a value and the one that a response must have; none where they are the same. */
export function unequal(
  { at, value, clause, binding, inside }: Pinned,
  actual: JsonValue | undefined,
): readonly Mismatch[] {
  // An empty text says as much as none.
  if (sameJson(value, actual) || (value === '' && isNothing(actual))) return [];
  if (inside !== undefined) return differencesIn(inside, value, actual);
  const message =
    actual === undefined ? `${at} is missing` : `${at} is not the value that was kept`;
  return [{ clause, binding, message, expected: value, actual, at }];
}

/** The difference where something stands that should not. */
export function unexpected(
  { at, clause, binding, never, inside }: ExpectedAt,
  actual: JsonValue | undefined,
): readonly Mismatch[] {
  if (inside !== undefined && isObject(actual)) return differencesIn(inside, {}, actual);
  if (never === true ? isNothing(actual) : isUnset(actual)) return [];
  const message = `${at} is there, though nothing should be`;
  // An empty text gives nothing away; only the form differs.
  return [
    {
      clause,
      binding: actual === '' ? 'SHOULD' : binding,
      message,
      expected: undefined,
      actual,
      at,
    },
  ];
}

/** Null means that the property is not there. */
export function isNothing(value: JsonValue | undefined): boolean {
  return value === undefined || value === null;
}

/** What a server may show at a property that was not set: an empty text and false keep nothing of an old value. */
export function isUnset(value: JsonValue | undefined): boolean {
  return isNothing(value) || value === '' || value === false;
}

/** Whether a value is of one of the types that a schema names; it is where none is named. */
export function isOfType(value: JsonValue, types: readonly string[]): boolean {
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  return (
    types.length === 0 ||
    types.includes(type) ||
    (types.includes('integer') && Number.isInteger(value))
  );
}
