import { expect, test } from 'vitest';
import { withProof } from './proof.ts';

const inQuery = { header: '', parameter: { in: 'query', name: 'key' } } as const;

test.each([
  ['/notes', '/notes?key=k'],
  ['/notes?key=old&of=a', '/notes?of=a&key=k'],
  ['/notes?cursor=a?b', '/notes?cursor=a?b&key=k'],
  ['/notes?cursor=https://a.example/?b=c', '/notes?cursor=https://a.example/?b=c&key=k'],
])('a key in the query of %s leaves the rest of it as it is', (url, signed) => {
  expect(withProof({ url, headers: {} }, inQuery, 'k').url).toBe(signed);
});
