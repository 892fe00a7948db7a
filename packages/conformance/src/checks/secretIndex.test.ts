import { expect, test } from 'vitest';
import { SecretIndex } from './secretIndex.ts';

test('each secret that stands in a text is found, wherever it is, and no other one', () => {
  const index = new SecretIndex();
  for (const secret of ['first-token', 'first-token-2', 'abc', 'other-token', 'a "quoted" one'])
    index.add(secret);
  expect(index.in('x')).toEqual(['a "quoted" one']);
  expect(index.in('').toSorted()).toEqual(['a "quoted" one']);
  const text = 'first-token-2 and xabcx, not other-toke';
  expect(index.in(text).toSorted()).toEqual([
    'a "quoted" one',
    'abc',
    'first-token',
    'first-token-2',
  ]);
  expect(index.in('…other-token')).toContain('other-token');
});
