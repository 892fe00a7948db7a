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
  const expected = new Map(list.elements.map((element) => [element[key], element]));
  const mayBe = new Map(list.mayBe.map((element) => [element[key], element]));
  const found = new Set<JsonValue | undefined>();
  const mismatches: Mismatch[] = [];
  for (const [index, item] of items.entries()) {
    const name = isObject(item) ? item[key] : undefined;
    const there = below(at, String(index));
    const element = expected.get(name) ?? mayBe.get(name);
    if (element === undefined) {
      const why = list.isFiltered ? 'is not what was asked for' : 'does not exist';
      mismatches.push(cite(`${there} ${why}`, undefined, item, there));
    } else if (found.has(name))
      mismatches.push({
        ...cite(`${there} is listed twice`, undefined, item, there),
        ...(list.page && { clause: list.page.clause, binding: list.page.binding }),
      });
    else mismatches.push(...judgeElement(context, list, element, item, there));
    found.add(name);
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
  for (const [name, element] of expected) {
    if (!found.has(name) && !mayBe.has(name) && !list.partial)
      mismatches.push(cite(`${at} lacks an element`, element, undefined));
  }
  return mismatches;
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
