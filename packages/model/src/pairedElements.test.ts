import { expect, test } from 'vitest';
import { pairedElements } from './pairedElements.ts';

/** Which item shows which element, where each element names the items that may. */
function paired(...fitting: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const items = [...new Set(fitting.flat())].toSorted((one, other) => one - other);
  return [
    ...pairedElements([...fitting.keys()], items, (element, item) =>
      (fitting[element] ?? []).includes(item),
    ),
  ].toSorted(([one], [other]) => one - other);
}

test('what fits two items gives way to what fits only one of them', () => {
  expect(paired([0, 1], [0])).toEqual([
    [0, 1],
    [1, 0],
  ]);
  expect(paired([0, 1], [0, 2], [0], [1, 2, 3])).toHaveLength(4);
});

test('no item shows two elements, and the first of them are shown', () => {
  expect(paired([0], [0])).toEqual([[0, 0]]);
});
