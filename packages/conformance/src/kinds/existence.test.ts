import { expect, test } from 'vitest';
import { existence, unknownParent } from './existence.ts';

test.each([
  [['12345678', '87654321'], /^\d{8}$/],
  // Nothing to count on: the search ends all the same.
  [['north', 'south'], /^north/],
  [[''], /./],
  // Every text of one digit is taken.
  [Array.from({ length: 10 }, (_, digit) => String(digit)), /^0/],
])('of the parents %j an unknown one is made', (parents, looks) => {
  const run = { parents: { shop: parents } };
  const name = unknownParent({ run }, parents[0] ?? '', 'shop');
  expect(parents).not.toContain(name);
  expect(name).toMatch(looks);
});

test.each([
  [['/files/{name}'], true],
  [['/files/{name}', '/files/{name}.json'], false],
])('of the paths %j the near key with a dot is asked for: %s', (paths, isAsked) => {
  const parameters = [{ in: 'path', name: 'name', types: ['string'] }];
  const operations = paths.map((path) => {
    const action = { does: 'read', resource: 'file', at: '' };
    return { id: path, method: 'get', path, parameters, action, changes: false };
  });
  const contract = {
    basePath: '/api',
    paths: { ignoreCase: false, trailingSlash: 'exact' },
    operations,
    clauses: [],
    resources: [{ name: 'file', key: 'name', parents: [], serverMade: [], operations: {} }],
  };
  const about = { contract, clause: { element: 'name' }, operation: operations[0] };
  const names = existence.refusals?.(about as never).map(({ name }) => name);
  expect(names).toContain('longer');
  expect(names?.includes('dotted')).toBe(isAsked);
});
