import { expect, test } from 'vitest';
import { fewOthers } from './fewOthers.ts';

type About = Parameters<typeof fewOthers>[1];

function sharesOf(resources: number, others: readonly number[]): readonly (readonly number[])[] {
  const all = Array.from({ length: resources }, (_, index) => ({ name: `r${index}` }));
  const contract = { resources: all } as unknown as About['contract'];
  return all.map((resource) =>
    fewOthers(others, { contract, resource: resource as unknown as About['resource'] }),
  );
}

const others = Array.from({ length: 400 }, (_, index) => index);

test('few resources are tried with all others', () => {
  expect(sharesOf(6, others)).toEqual(Array.from({ length: 6 }, () => others));
});

test('many resources have a share each, as long for each, in which every other is six times', () => {
  const shares = sharesOf(200, others);
  expect(new Set(shares.map(({ length }) => length))).toEqual(new Set([12]));
  expect(shares.every((share) => new Set(share).size === share.length)).toBe(true);
  const counts = Map.groupBy(shares.flat(), (other) => other);
  expect(new Set([...counts.values()].map(({ length }) => length))).toEqual(new Set([6]));
  expect(counts.size).toBe(others.length);
});
