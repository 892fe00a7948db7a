import type { JsonValue } from '@oidc-admin/contract';
import type { ModelState, Saved, SavedSession } from '../model.ts';
import { changedEntries } from '../withEntry.ts';

/**
 * Gives equal states the same number, whatever order they came about in. Numbers mean something only among states that
 * were asked about by the same function. It looks only at what is not the same object as in `initial`: a run has hundreds of
 * resources, and requests that overlap change one or two.
 */
export function createStateDigest(initial: ModelState): (state: ModelState) => number {
  const numbers = new Map<string, number>();
  const numberOf = (text: string): number => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, numbers.size);
    return numbers.size - 1;
  };
  const saved = byNumber(remembered((value: Saved) => numberOf(JSON.stringify(sorted(value)))));
  const session = byNumber(remembered((value: SavedSession) => numberOf(JSON.stringify(value))));
  const resources = remembered((map: ModelState['resources']) =>
    numberOf(differenceOf(initial.resources, map, within(within(saved)))),
  );
  const sessions = remembered((map: ModelState['sessions']) =>
    numberOf(differenceOf(initial.sessions, map, session)),
  );
  return (state) => numberOf(`${resources(state.resources)} ${sessions(state.sessions)}`);
}

/** What makes a value another one than before; undefined where they are equal. */
type Difference<V> = (value: V, before: V | undefined) => string | undefined;

function byNumber<V>(numberOf: (value: V) => number): Difference<V> {
  return (value, before) => {
    const number = numberOf(value);
    return before !== undefined && numberOf(before) === number ? undefined : `${number}`;
  };
}

function within<V>(difference: Difference<V>): Difference<ReadonlyMap<string, V>> {
  return (map, before) => {
    const text = differenceOf(before ?? new Map<string, V>(), map, difference);
    return before !== undefined && text === '' ? undefined : `{${text}}`;
  };
}

/** The entries in which a map differs from the one before; the same text wherever the same has changed. */
function differenceOf<V>(
  before: ReadonlyMap<string, V>,
  map: ReadonlyMap<string, V>,
  difference: Difference<V>,
): string {
  const texts: string[] = [];
  for (const [key, value] of changedEntries(before, map)) {
    const text = value === undefined ? 'gone' : difference(value, before.get(key));
    if (text !== undefined) texts.push(`${JSON.stringify(key)}:${text}`);
  }
  return texts.toSorted().join();
}

/** A plain map, not a weak one: it lives no longer than one search, and weak ones cost the collector dearly. */
function remembered<K extends object>(numberOf: (key: K) => number): (key: K) => number {
  const known = new Map<K, number>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const number = numberOf(key);
    known.set(key, number);
    return number;
  };
}

/** The same value with the properties of every object in one order. */
function sorted(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}
