import { join } from 'node:path';
import { expect, test } from 'vitest';
import { oldWordsIn } from './oldWords.ts';
import { readSources } from './workspace.ts';

const root = join(import.meta.dirname, '../../..');

test('no name of the tree is one of the old words', () => {
  const found = readSources(root).flatMap((source) => oldWordsIn(source));
  expect(found).toEqual([]);
});

test.each([
  ['a variable', 'const aTrial = 1;', 'aTrial'],
  ['a type', 'type Somebody = 1;', 'Somebody'],
  ['a property of a type', 'type A = { worlds: 1 };', 'worlds'],
  ['a property of an object', 'export default { seen_before: 1 };', 'seen_before'],
  ['a private property', 'class A { #subject = 1; }', 'subject'],
  ['a parameter', 'export const f = (turnOn: 1) => turnOn;', 'turnOn'],
  ['a constant', 'const BENCH_URL = 1;', 'BENCH_URL'],
])('%s is found', (_, text, name) => {
  expect(oldWordsIn({ path: 'packages/x/a.ts', text })).toEqual([`packages/x/a.ts: ${name}`]);
});

test('a file is found, and a word that only begins alike is not', () => {
  expect(oldWordsIn({ path: 'packages/x/intentOf.ts', text: '' })).toHaveLength(1);
  const text = 'export const returned = 1; const intention = `a world apart`; // told';
  expect(oldWordsIn({ path: 'packages/x/a.ts', text })).toEqual([]);
});

test('a word that is ordinary elsewhere counts only in its folders', () => {
  const text = 'const book = 1; const question = 2; const bench = 3;';
  const namesAt = (path: string): string[] =>
    oldWordsIn({ path, text }).map((line) => line.slice(path.length + 2));
  expect(namesAt('packages/conformance/src/a.ts')).toEqual(['book', 'question', 'bench']);
  expect(namesAt('packages/model/src/a.ts')).toEqual(['question', 'bench']);
  expect(namesAt('scripts/bench/a.ts')).toEqual([]);
});
