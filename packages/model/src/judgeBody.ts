import { below, isObject, valueAt, type JsonValue } from '@oidc-admin/contract';
import type { Context } from './context.ts';
import { isDocumentedAt } from './documentedParts.ts';
import type { BodyExpected, ExpectedAt, Mismatch, Saved } from './model.ts';
import { isNothing, isUnset, unequal, unexpected } from './visibleValue.ts';

type JsonExpected = Extract<BodyExpected, { kind: 'json' }>;

/** How the values in a JSON body differ from what is known of them; its schema is not looked at. */
export function judgeBody(
  context: Context,
  expected: JsonExpected,
  body: JsonValue | undefined,
): readonly Mismatch[] {
  return [
    ...expected.equals.flatMap((pinned) => unequal(pinned, valueAt(body, pinned.at))),
    ...expected.optional.flatMap((pinned) => {
      const actual = valueAt(body, pinned.at);
      return isUnset(actual) ? [] : unequal(pinned, actual);
    }),
    ...expected.absent.flatMap((place) => unexpected(place, valueAt(body, place.at))),
    ...expected.present.flatMap((place) => missing(place, valueAt(body, place.at))),
    ...(expected.list === undefined ? [] : judgeList(context, expected.list, body)),
  ];
}

function missing(
  { at, clause, binding }: ExpectedAt,
  actual: JsonValue | undefined,
): readonly Mismatch[] {
  if (!isNothing(actual)) return [];
  return [{ clause, binding, message: `${at} is missing`, expected: undefined, actual, at }];
}

function judgeList(
  context: Context,
  list: NonNullable<JsonExpected['list']>,
  body: JsonValue | undefined,
): readonly Mismatch[] {
  const { at, key, clause, binding } = list;
  const observed = valueAt(body, at);
  const cite = (
    message: string,
    expected: JsonValue | undefined,
    actual: JsonValue | undefined,
    place = at,
  ): Mismatch => ({
    clause,
    binding,
    message,
    expected,
    actual,
    at: place,
  });
  if (!Array.isArray(observed)) return [cite(`${at} is no list`, [...list.elements], observed)];
  const items: readonly JsonValue[] = observed;
  // Below several parents, several may have the same key.
  const expected = Map.groupBy(list.elements, (element) => element[key]);
  const mayBe = new Map(list.mayBe.map((element) => [element[key], element]));
  const found = new Map<JsonValue | undefined, number>();
  const mismatches: Mismatch[] = [];
  for (const [index, item] of items.entries()) {
    const name = isObject(item) ? item[key] : undefined;
    const there = below(at, String(index));
    const among = expected.get(name) ?? [mayBe.get(name)].filter((one) => one !== undefined);
    const times = found.get(name) ?? 0;
    const element = nearest(context, list, among, item, there);
    if (element === undefined) {
      const why = list.isFiltered ? 'is not what was asked for' : 'does not exist';
      mismatches.push(cite(`${there} ${why}`, undefined, item, there));
    } else if (times >= among.length)
      mismatches.push({
        ...cite(`${there} is listed twice`, undefined, item, there),
        ...(list.page && { clause: list.page.clause, binding: list.page.binding }),
      });
    else mismatches.push(...judgeElement(context, list, element, item, there));
    found.set(name, times + 1);
  }
  const { page } = list;
  if (page?.most !== undefined && items.length > page.most) {
    const { clause: pages, binding: bound } = page;
    const message = `${at} is longer than the page that was asked for`;
    mismatches.push({
      ...cite(message, page.most, items.length),
      clause: pages,
      binding: bound,
    });
  }
  for (const [name, elements] of expected)
    if (!mayBe.has(name) && !list.partial)
      for (const element of elements.slice(found.get(name) ?? 0))
        mismatches.push(cite(`${at} lacks an element`, element, undefined));
  return mismatches;
}

/** Of what has the same key, the one that an element of a list shows; the first where it shows none of them. */
function nearest(
  context: Context,
  list: NonNullable<JsonExpected['list']>,
  among: readonly Saved[],
  item: JsonValue,
  at: string,
): Saved | undefined {
  if (among.length < 2) return among[0];
  const isShown = (one: Saved): boolean => judgeElement(context, list, one, item, at).length === 0;
  return among.find(isShown) ?? among[0];
}

/** An element of a list must be what a single read shows. */
function judgeElement(
  context: Context,
  list: NonNullable<JsonExpected['list']>,
  element: Saved,
  item: JsonValue,
  at: string,
): readonly Mismatch[] {
  const shown = context.show(context.resource(list.resource), element, '');
  const { items = {} } = list;
  const read: JsonExpected = {
    ...shown,
    kind: 'json',
    schema: {},
    equals: shown.equals.filter(({ at: place }) => isDocumentedAt(items, place)),
    absent: shown.absent.filter((one) => one.never === true || isDocumentedAt(items, one.at)),
    present: [],
  };
  const mismatches = judgeBody(context, read, item);
  if (mismatches.length === 0) return mismatches;
  const { id: never } = context.clauses.get(list.resource, 'neverReturned');
  return mismatches.map((mismatch) => ({
    ...mismatch,
    message: `${at}${mismatch.message}`,
    at: `${at}${mismatch.at ?? ''}`,
    ...(mismatch.clause === never
      ? { clause: never }
      : { clause: list.clause, symptom: mismatch.clause }),
    binding: mismatch.binding === 'SHOULD' ? 'SHOULD' : list.binding,
  }));
}
