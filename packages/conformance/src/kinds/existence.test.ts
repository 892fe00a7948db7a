import { expect, test } from 'vitest';
import { unknownParent } from './existence.ts';

test.each([
  [['12345678', '87654321'], /^\d{8}$/],
  // Nothing to count on: the search ends all the same.
  [['north', 'south'], /^north/],
  [[''], /./],
  // Every text of one digit is taken.
  [Array.from({ length: 10 }, (_, digit) => String(digit)), /^0/],
])('of the parents %j an unknown one is made', (parents, looks) => {
  const run = { parents: { shop: parents } };
  const name = unknownParent({ run }, parents[0] ?? '', 'shop');
  expect(parents).not.toContain(name);
  expect(name).toMatch(looks);
});
