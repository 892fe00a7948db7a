import { expect, test } from 'vitest';
import { bareName, whyNoOperationId } from './operationName.ts';

test.each([
  ['getUser', ['getUser'], /^a second operation getUser$/],
  ['get-user', ['getUser'], /getUser and get-user differ in nothing but letter case, - and _/],
  ['getUSER', ['get_user'], /get_user and getUSER differ/],
  ['help', [], /no operation can be called help: the command line answers help itself/],
  ['then', [], /would be taken for a promise/],
  ['getUsers', ['getUser'], /^It can\.$/],
  ['constructor', [], /^It can\.$/],
])('%s beside %j: %s', (id, others, reason) => {
  const found = whyNoOperationId(id, new Map(others.map((one) => [bareName(one), one])));
  expect(found ?? 'It can.').toMatch(reason);
});
