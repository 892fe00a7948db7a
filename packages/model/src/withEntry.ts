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
