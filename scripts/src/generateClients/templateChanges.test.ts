import { expect, test } from 'vitest';
import { changedTemplate } from './templateChanges.ts';

const change = { file: 'a.mustache', find: 'one', replace: '1' };

test('a place that is there once is changed', () => {
  expect(changedTemplate('go/a.mustache', 'one two', [change])).toBe('1 two');
});

test.each(['two', 'one one'])(
  '%j is refused: a new version of the generator has other templates',
  (text) => {
    expect(() => changedTemplate('go/a.mustache', text, [change])).toThrow(
      /go\/a\.mustache has [02] times what is to be changed/,
    );
  },
);
