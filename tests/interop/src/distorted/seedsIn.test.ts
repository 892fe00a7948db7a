import { expect, test } from 'vitest';
import { seedsIn } from './seedsIn.ts';

test('a number is so many seeds, and ranges are those that they name', () => {
  expect(seedsIn('3')).toEqual([0, 1, 2]);
  expect(seedsIn('15-17,31')).toEqual([15, 16, 17, 31]);
  expect(seedsIn('7-7')).toEqual([7]);
  expect(() => seedsIn('a-3')).toThrow("'a-3' names no seeds");
});

test.each(['0', '9-3', '1-2,9-3', ''])('%j names no seeds, and is refused', (text) => {
  expect(() => seedsIn(text)).toThrow('names no seeds');
});
