/** Up to this many entries, a plain copy is the fastest. */
const small = 64;

/**
 * A map with another value under one key; undefined takes the key away. The map itself stays as it was. Costs about the
 * square root of its size, so that a server with many resources is not slower to write to than one with few.
 */
export function withEntry<V>(
  map: ReadonlyMap<string, V>,
  key: string,
  value: V | undefined,
): ReadonlyMap<string, V> {
  if (value === undefined && !map.has(key)) return map;
  const layered = map instanceof LayeredMap ? map : undefined;
  const changes = new Map<string, V | undefined>(layered?.changes).set(key, value);
  if (map.size > small && changes.size ** 2 < map.size) {
    const grown = value === undefined ? -1 : Number(!map.has(key));
    return new LayeredMap(layered?.base ?? map, changes, map.size + grown);
  }
  const copy = new Map(map);
  if (value === undefined) copy.delete(key);
  else copy.set(key, value);
  return copy;
}

/** A map with other values under several keys. The map itself stays as it was. */
export function withEntries<V>(
  map: ReadonlyMap<string, V>,
  entries: Iterable<readonly [string, V]>,
): ReadonlyMap<string, V> {
  const copy = new Map(map);
  for (const [key, value] of entries) copy.set(key, value);
  return copy;
}

/**
 * The entries in which a map differs from an earlier one; undefined for those that are gone. Costs little where one was
 * made from the other with `withEntry`.
 */
export function* changedEntries<V>(
  before: ReadonlyMap<string, V>,
  after: ReadonlyMap<string, V>,
): Generator<readonly [string, V | undefined], undefined> {
  if (before === after) return;
  const related = baseOf(before) === baseOf(after);
  const old = related ? changesOf(before) : before;
  const now = related ? changesOf(after) : after;
  for (const key of now.keys()) {
    const value = after.get(key);
    if (value !== before.get(key)) yield [key, value];
  }
  for (const key of old.keys()) {
    const value = after.get(key);
    if (!now.has(key) && value !== before.get(key)) yield [key, value];
  }
}

/** Another key of a map that differs from one only in letter case. */
export function otherSpelling(map: ReadonlyMap<string, unknown>, key: string): string | undefined {
  const lower = key.toLowerCase();
  const isOther = (known: string): boolean =>
    known.length === lower.length && known !== key && known.toLowerCase() === lower;
  const base = baseOf(map);
  const inBase = base.size > small ? (foldedKeys(base).get(lower) ?? []) : base.keys();
  for (const known of inBase) if (isOther(known) && map.has(known)) return known;
  for (const known of changesOf(map).keys()) if (isOther(known) && map.has(known)) return known;
  return undefined;
}

const folded = new WeakMap<ReadonlyMap<string, unknown>, ReadonlyMap<string, readonly string[]>>();

/** The keys of a map that does not change any more, by their lower case. */
function foldedKeys(map: ReadonlyMap<string, unknown>): ReadonlyMap<string, readonly string[]> {
  const known = folded.get(map);
  if (known !== undefined) return known;
  const keys = Map.groupBy(map.keys(), (key) => key.toLowerCase());
  folded.set(map, keys);
  return keys;
}

function baseOf<V>(map: ReadonlyMap<string, V>): ReadonlyMap<string, V> {
  return map instanceof LayeredMap ? (map as LayeredMap<V>).base : map;
}

const unchanged = new Map<string, never>();

function changesOf<V>(map: ReadonlyMap<string, V>): ReadonlyMap<string, V | undefined> {
  return map instanceof LayeredMap ? (map as LayeredMap<V>).changes : unchanged;
}

/** A map that does not change any more, and a few changes to it. Goes through its entries in the order of a plain map. */
class LayeredMap<V> implements ReadonlyMap<string, V> {
  readonly base: ReadonlyMap<string, V>;
  readonly changes: ReadonlyMap<string, V | undefined>;
  readonly size: number;

  constructor(
    base: ReadonlyMap<string, V>,
    changes: ReadonlyMap<string, V | undefined>,
    size: number,
  ) {
    this.base = base;
    this.changes = changes;
    this.size = size;
  }

  get(key: string): V | undefined {
    return this.changes.has(key) ? this.changes.get(key) : this.base.get(key);
  }

  has(key: string): boolean {
    return this.changes.has(key) ? this.changes.get(key) !== undefined : this.base.has(key);
  }

  *entries(): Generator<[string, V], undefined> {
    for (const [key, before] of this.base) {
      const value = this.changes.has(key) ? this.changes.get(key) : before;
      if (value !== undefined) yield [key, value];
    }
    for (const [key, value] of this.changes) {
      if (value !== undefined && !this.base.has(key)) yield [key, value];
    }
  }

  *keys(): Generator<string, undefined> {
    for (const [key] of this.entries()) yield key;
  }

  *values(): Generator<V, undefined> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): Generator<[string, V], undefined> {
    return this.entries();
  }

  forEach(callback: (value: V, key: string, map: ReadonlyMap<string, V>) => void): void {
    for (const [key, value] of this) callback(value, key, this);
  }
}
