import { expect, test } from 'vitest';
import { serverDetails } from './serverDetails.ts';

test.each<[unknown, readonly string[]]>([
  [undefined, []],
  ['text', []],
  [{ text: 'it failed', empty: '', nothing: null, none: [] }, []],
  [{ more: 'one' }, ['more: one']],
  [{ list: [{ name: 'a', why: 'b' }, 'c', 7] }, ['list: a: b', 'list: c', 'list: 7']],
  [{ single: { name: 'a', why: 'b' } }, ['single: a: b']],
  [{ deep: [{ name: { of: 'a' } }] }, ['deep: {"name":{"of":"a"}}']],
  [{ 'a\n': 'b\u001b' }, ['a\\u000a: b\\u001b']],
])('the body %j says %j besides its message', (body, lines) => {
  expect(serverDetails({ body, message: 'add: BadRequest (400): it failed' })).toEqual(lines);
});
