import { below, isObject, valueAt, type JsonValue } from '@oidc-admin/contract';
import type { Context } from './context.ts';
import { isDocumentedAt, mayBeAbsent } from './documentedParts.ts';
import type { BodyExpected, ExpectedAt, Mismatch, Saved } from './model.ts';
import { pairedElements } from './pairedElements.ts';
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
  const cite: Cite = (message, expected, actual, place = at) => ({
    clause,
    binding,
    message,
    expected,
    actual,
    at: place,
  });
  if (!Array.isArray(observed)) return [cite(`${at} is no list`, [...list.elements], observed)];
  const items: readonly JsonValue[] = observed;
  const optional = new Set(list.mayBe);
  const expected = new Set(list.elements);
  const known = [...list.elements, ...list.mayBe.filter((one) => !expected.has(one))];
  // Below several parents, several may have the same key.
  const left = new Map<JsonValue | undefined, readonly Saved[]>(
    Map.groupBy(known, (element) => element[key]),
  );
  const shown = Map.groupBy(items.keys(), (index) => keyIn(items[index], key));
  const mismatches = [...shown].flatMap(([name, indexes]) => {
    const judged = judgeSame(context, list, left.get(name) ?? [], indexes, items, cite);
    left.set(name, judged.left);
    return judged.mismatches;
  });
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
  if (!list.partial)
    for (const element of [...left.values()].flat())
      if (!optional.has(element))
        mismatches.push(cite(`${at} lacks an element`, element, undefined));
  return mismatches;
}

type Cite = (
  message: string,
  expected: JsonValue | undefined,
  actual: JsonValue | undefined,
  place?: string,
) => Mismatch;

/** What is wrong with the elements of a list that have one key, and what of that key none of them shows. */
function judgeSame(
  context: Context,
  list: NonNullable<JsonExpected['list']>,
  among: readonly Saved[],
  indexes: readonly number[],
  items: readonly JsonValue[],
  cite: Cite,
): { readonly mismatches: readonly Mismatch[]; readonly left: readonly Saved[] } {
  const judge = (element: Saved | undefined, index: number): readonly Mismatch[] =>
    element === undefined
      ? []
      : judgeElement(context, list, element, items[index], below(list.at, String(index)));
  const isShown = (one: number, index: number): boolean => judge(among[one], index).length === 0;
  // One is judged as it is, whatever it shows.
  const paired =
    among.length < 2
      ? new Map<number, number>()
      : pairedElements([...among.keys()], indexes, isShown);
  const taken = new Set(paired.values());
  const left = [...among.keys()].filter((one) => !taken.has(one));
  const mismatches = indexes
    .filter((index) => !paired.has(index))
    .flatMap((index) => {
      const there = below(list.at, String(index));
      if (among.length === 0) {
        const why = list.isFiltered ? 'is not what was asked for' : 'does not exist';
        return [cite(`${there} ${why}`, undefined, items[index], there)];
      }
      const isAgain = [...taken].some((one) => isShown(one, index));
      const nearest = isAgain ? undefined : left.shift();
      if (nearest !== undefined) return judge(among[nearest], index);
      const twice = cite(`${there} is listed twice`, undefined, items[index], there);
      const { page: { clause = twice.clause, binding = twice.binding } = {} } = list;
      return [{ ...twice, clause, binding }];
    });
  return { mismatches, left: among.filter((_, one) => left.includes(one)) };
}

function keyIn(item: JsonValue | undefined, key: string): JsonValue | undefined {
  return isObject(item) ? item[key] : undefined;
}

/** An element of a list must be what a single read shows. */
function judgeElement(
  context: Context,
  list: NonNullable<JsonExpected['list']>,
  element: Saved,
  item: JsonValue | undefined,
  at: string,
): readonly Mismatch[] {
  const shown = context.show(context.resource(list.resource), element, '');
  const { items = {} } = list;
  const read: JsonExpected = {
    ...shown,
    kind: 'json',
    schema: {},
    equals: shown.equals.filter(({ at: place }) => isDocumentedAt(items, place)),
    absent: shown.absent.filter((one) => mayBeAbsent(one, items)),
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
