import { join } from 'node:path';
import { expect, test } from 'vitest';
import { namesWithTwoMeanings } from './exportedNames.ts';
import { readSources } from './workspace.ts';

const root = join(import.meta.dirname, '../../..');

function foundIn(texts: Readonly<Record<string, string>>): string[] {
  return namesWithTwoMeanings(Object.entries(texts).map(([path, text]) => ({ path, text })));
}

test('no exported name of the tree has two meanings', () => {
  const found = namesWithTwoMeanings(readSources(root));
  expect(found).toEqual([]);
});

test.each([
  ['two functions', 'export function find() {}', 'export const find = 1;'],
  ['a type and a class', 'export type find = 1;', 'export class find {}'],
  ['a name given at the end', 'const x = 1; export { x as find };', 'export interface find {}'],
])('%s of one name are found', (_, a, b) => {
  expect(foundIn({ 'a.ts': a, 'b.ts': b })).toEqual(['find: a.ts, b.ts']);
});

test('passing a name on, a type beside its value, and a variant for browsers are no second meaning', () => {
  const a = 'export const find = 1; export type find = 2;';
  expect(
    foundIn({
      'a.ts': a,
      'index.ts': `export { find } from './a.ts'; export * from './a.ts';`,
      'more.ts': `import { find } from './a.ts'; export { find };`,
    }),
  ).toEqual([]);
  expect(foundIn({ 'a.ts': a, 'a.browser.ts': a })).toEqual([]);
  expect(foundIn({ 'a.ts': a, 'b.browser.ts': a })).toHaveLength(1);
});

test('files of one name in the folders of two rooms are one entry of a table', () => {
  const text = 'export const maxLength = 1;';
  const read = { 'packages/contract/src/kinds/maxLength.ts': text };
  expect(foundIn({ ...read, 'tests/mutants/src/kinds/maxLength.ts': text })).toEqual([]);
  expect(foundIn({ ...read, 'tests/mutants/src/maxLength.ts': text })).toHaveLength(1);
  expect(foundIn({ ...read, 'tests/mutants/src/kinds/minLength.ts': text })).toHaveLength(1);
});

test('a name that each API has on purpose is listed with its reason', () => {
  const text = 'export const errors = {};';
  expect(
    foundIn({ 'packages/a-client/errors.ts': text, 'packages/b-client/errors.ts': text }),
  ).toEqual([]);
});
