import { expect, test } from 'vitest';
import { standardAccess } from './standardAccess.ts';

test('of an API that everybody may call, curl is given no words to sign in', () => {
  const access = standardAccess({
    api: 'open',
    security: {},
    roles: [],
    parents: [],
    settings: [],
  });
  const [principal] = access.principals({}).principals;
  if (principal === undefined) throw new Error('nobody may call it');
  expect(access.curl('https://open.example.net', principal)).toEqual({ words: '' });
});
