import { expect, test } from 'vitest';
import { compareWithKnown } from './knownViolations.ts';

test('a violation that is not listed and a line that no longer holds are both told', () => {
  expect(compareWithKnown('demo', ['a', 'b'], ['b', 'c'])).toEqual({ added: ['a'], stale: ['c'] });
  expect(compareWithKnown('not a rule', ['a'])).toEqual({ added: ['a'], stale: [] });
});
