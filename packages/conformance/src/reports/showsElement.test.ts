import { expect, test } from 'vitest';
import { demonstration } from '../testing/checkAll.ts';
import { showsElement } from './showsElement.ts';

const { contract } = await demonstration('pvwa');
const [clause] = contract.clauses;
if (clause === undefined) throw new Error('there are clauses');
const ofMap = { ...clause, kind: 'propertyType', element: 'labels.*.on' } as const;

test.each([
  ['{"labels":{"a":{},"b":{"on":1}}}', true],
  ['{"labels":{"a":{}}}', false],
  ['{"labels":{}}', false],
  ['no JSON', false],
])('%s shows what stands in a map: %s', (body, isShown) => {
  expect(showsElement(ofMap, { headers: {}, body })).toBe(isShown);
});

test('what a clause says of a header, only a response with that header shows', () => {
  const ofHeader = { ...clause, kind: 'header', element: 'Location' } as const;
  const shown = (headers: Readonly<Record<string, string>>): boolean =>
    showsElement(ofHeader, { headers, body: '{"Location":"/a"}' });
  expect([shown({ location: '/a' }), shown({})]).toEqual([true, false]);
});
