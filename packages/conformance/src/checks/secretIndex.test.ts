import { spellingsOf } from '@oidc-admin/client';
import { expect, test } from 'vitest';
import { SecretIndex } from './secretIndex.ts';

test('each secret that stands in a text is found, wherever it is, and no other one', () => {
  const index = new SecretIndex();
  for (const secret of [
    'first-token',
    'first-token-2',
    'abc',
    'other-token',
    'a "quoted" one',
    '"é"',
  ])
    index.add(secret);
  // Too short to be looked for by its beginning in each spelling.
  expect(index.in('x')).toEqual(['"é"']);
  expect(index.in('')).toEqual(['"é"']);
  const text = 'first-token-2 and xabcx, not other-toke';
  expect(index.in(text).toSorted()).toEqual(['"é"', 'abc', 'first-token', 'first-token-2']);
  expect(index.in('…other-token')).toContain('other-token');
  expect(index.in('first-token-2 ABC')).not.toContain('abc');
});

test.each([
  'a "quoted" one',
  'a/b+c/d+e/f+g==',
  'pässwörter & <mehr>',
  'two\nlines',
  '秘密の言葉です',
])('the secret %j is found in each of its spellings, in either letter case', (secret) => {
  const index = new SecretIndex();
  index.add(secret);
  for (const spelling of spellingsOf(secret))
    for (const written of [spelling, spelling.toUpperCase(), spelling.toLowerCase()])
      expect(index.in(`before ${written} behind`)).toEqual([secret]);
  expect(index.in('nothing of it stands here, a word or two')).toEqual([]);
});

test('a word is found in either letter case, as it is written, also within a longer one', () => {
  const index = new SecretIndex();
  index.addWord('0123456789abcdef');
  expect(index.in('x0123456789ABCDEFx')).toEqual(['0123456789ABCDEF']);
  expect(index.in('0123456789abcde')).toEqual([]);
});
