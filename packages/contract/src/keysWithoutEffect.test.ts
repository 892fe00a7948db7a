import { expect, test } from 'vitest';
import { library } from './fixtures/library.ts';
import { isObject } from './json.ts';
import { keysWithoutEffect } from './keysWithoutEffect.ts';
import { valueAt } from './pointer.ts';

const list = '/paths/~1books/get';
const author = '/components/schemas/Book/properties/author';

/** The library, with further keys on one of its objects. */
function libraryWith(pointer: string, keys: object): Record<string, unknown> {
  const document = library();
  const node = valueAt(document as unknown, pointer);
  if (!isObject(node)) throw new Error(`there is nothing at ${pointer}`);
  Object.assign(node, keys);
  return document;
}

test('every key of the library changes something, and the document is left as it was', () => {
  const document = library();
  expect(keysWithoutEffect(document)).toEqual([]);
  expect(document).toEqual(library());
});

test.each([
  ['a repeatable operation that only reads', list, { 'x-repeatable': true }, 'x-repeatable'],
  [
    'the source that is inherited anyway',
    `${list}/responses/200`,
    { 'x-source': 'LIB-LIST' },
    'x-source',
  ],
  [
    'an untested word that nothing would test',
    author,
    { 'x-untested': ['negative'] },
    'x-untested',
  ],
  [
    'an outcome of a rule that nothing has',
    author,
    { 'x-outcomes': { minimum: { allow: [400] } } },
    'x-outcomes',
  ],
])('%s is told', (_, pointer, keys, key) => {
  expect(keysWithoutEffect(libraryWith(pointer, keys))).toEqual([
    { pointer: `${pointer}/${key}`, reason: expect.stringContaining(`${key} changes nothing`) },
  ]);
});

test('of several words and outcomes, each is tried', () => {
  const document = libraryWith('', {
    'x-outcomes': { ...Object(library()['x-outcomes']), unreachable: { allow: [400] } },
  });
  expect(keysWithoutEffect(document).map(({ pointer }) => pointer)).toContain(
    '/x-outcomes/unreachable',
  );
});
