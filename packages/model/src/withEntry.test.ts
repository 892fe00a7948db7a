import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedEntries, otherSpelling, withEntry } from './withEntry.ts';

describe('withEntry', () => {
  it('is a map that is never changed in place, whatever its size', () => {
    const key = fc.integer({ min: 0, max: 150 }).map(String);
    const change = fc.tuple(key, fc.option(fc.nat(), { nil: undefined, freq: 3 }));
    const start = fc.constantFrom(0, 60, 70, 150);
    fc.assert(
      fc.property(start, fc.array(change, { maxLength: 60 }), (size, changes) => {
        const plain = new Map(
          Array.from({ length: size }, (_none, index) => [String(index), -index]),
        );
        let map: ReadonlyMap<string, number> = new Map(plain);
        for (const [name, value] of changes) {
          const before = map;
          const text = JSON.stringify([...before]);
          map = withEntry(before, name, value);
          if (value === undefined) plain.delete(name);
          else plain.set(name, value);
          expect(JSON.stringify([...before])).toBe(text);
          expect(map.size).toBe(plain.size);
          expect([map.get(name), map.has(name)]).toEqual([value, value !== undefined]);
          expect(new Map(map.entries())).toEqual(plain);
        }
        expect([...map.keys()].toSorted()).toEqual([...plain.keys()].toSorted());
      }),
    );
  });

  it('keeps the order in which keys came', () => {
    const many = new Map(Array.from({ length: 100 }, (_none, index) => [String(index), index]));
    const changed = withEntry(withEntry(withEntry(many, 'new', 1), '5', 55), '7', undefined);
    const observed: string[] = [];
    changed.forEach((value, name) => observed.push(`${name}=${value}`));
    expect(observed.slice(4, 8)).toEqual(['4=4', '5=55', '6=6', '8=8']);
    expect(observed.at(-1)).toBe('new=1');
  });
});

const letters = fc.string({
  unit: fc.constantFrom('a', 'A', 'b', 'B'),
  minLength: 1,
  maxLength: 4,
});
const changes = fc.array(fc.tuple(letters, fc.option(fc.nat(), { nil: undefined })), {
  maxLength: 40,
});
const starts = fc.constantFrom(0, 60, 150).map((size) => {
  const entries = Array.from({ length: size }, (_none, index) => [`${index}`, index] as const);
  return new Map<string, number>(entries);
});
type Change = readonly [string, number | undefined];

function changedBy(map: ReadonlyMap<string, number>, all: readonly Change[]) {
  return all.reduce((before, [key, value]) => withEntry(before, key, value), map);
}

describe('changedEntries', () => {
  it('leads from one map to the other, both ways, and says nothing else', () => {
    fc.assert(
      fc.property(starts, changes, changes, (start, first, second) => {
        const one = changedBy(start, first);
        const other = changedBy(one, second);
        for (const [from, to] of [
          [one, other],
          [other, one],
        ] as const) {
          const found = [...changedEntries(from, to)];
          expect(new Map(changedBy(from, found).entries())).toEqual(new Map(to.entries()));
          expect(new Set(found.map(([key]) => key)).size).toBe(found.length);
          for (const [key, value] of found) expect(from.get(key)).not.toBe(value);
        }
      }),
    );
  });
});

describe('otherSpelling', () => {
  it('finds a key that is there and differs in letter case only, where there is one', () => {
    fc.assert(
      fc.property(starts, changes, letters, (start, all, key) => {
        const map = changedBy(start, all);
        const others = [...map.keys()].filter(
          (known) => known !== key && known.toLowerCase() === key.toLowerCase(),
        );
        const found = otherSpelling(map, key);
        expect(others.length > 0 ? others : [undefined]).toContain(found);
      }),
    );
  });
});
