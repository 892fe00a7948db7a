import { expect, test } from 'vitest';
import { readSourceText } from './sourceText.ts';

const text = `first: 1
list:
  - {a: 1}
  - b: &shared
      inner: x
other: *shared
paths:
  /a/{b}:
    x~y: 2
`;

test.each([
  ['', 1],
  ['/first', 1],
  ['/list', 2],
  ['/list/0/a', 3],
  ['/list/1/b/inner', 5],
  ['/other/inner', 5],
  ['/paths/~1a~1{b}', 8],
  ['#/paths/~1a~1{b}/x~0y', 9],
  ['/paths/~1a~1{b}/missing/deeper', 8],
  ['/list/7', 2],
])('%j stands in line %d', (pointer, line) => {
  expect(readSourceText(text).positionOf(pointer).line).toBe(line);
});

test('aliases are resolved in the data', () => {
  expect(readSourceText(text).data).toMatchObject({ other: { inner: 'x' } });
});

test.each([
  ['a: [1', 1],
  ['a: 1\na: 2\n', 2],
  ['a: 1\nb: *nothing\n', 2],
])('%j is no YAML to read', (broken, line) => {
  const { mistakes, data } = readSourceText(broken);
  expect(mistakes).toMatchObject([{ line }]);
  expect(data).toBeUndefined();
});
