import type { JsonValue } from '@oidc-admin/contract';
import type { ModelState, Saved, SavedSession } from '../model.ts';

/**
 * Gives equal states the same number, whatever order they came about in. Numbers mean something only among states that
 * were asked about by the same function.
 */
export function createStateDigest(): (state: ModelState) => number {
  const numbers = new Map<string, number>();
  const numberOf = (text: string): number => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, numbers.size);
    return numbers.size - 1;
  };
  const saved = remembered((value: Saved) => numberOf(JSON.stringify(sorted(value))));
  const session = remembered((value: SavedSession) => numberOf(JSON.stringify(value)));
  const children = remembered((map: ReadonlyMap<string, Saved>) => numberOf(textOf(map, saved)));
  const parents = remembered((map: ReadonlyMap<string, ReadonlyMap<string, Saved>>) =>
    numberOf(textOf(map, children)),
  );
  const resources = remembered((map: ModelState['resources']) => numberOf(textOf(map, parents)));
  const sessions = remembered((map: ModelState['sessions']) => numberOf(textOf(map, session)));
  return (state) => numberOf(`${resources(state.resources)} ${sessions(state.sessions)}`);
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

function textOf<V>(map: ReadonlyMap<string, V>, numberOf: (value: V) => number): string {
  const entries = [...map].map(([key, value]) => `${JSON.stringify(key)}:${numberOf(value)}`);
  return entries.toSorted().join();
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
