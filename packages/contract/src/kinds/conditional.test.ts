import { expect, test } from 'vitest';
import { conditionalKind } from './conditional.ts';

test.each([
  [['note'], 'that leaves out note, and so satisfies no alternative,'],
  [['day', 'note'], 'that has day but leaves out note, and so satisfies no alternative,'],
])('of the alternative %j a sentence says what a request leaves out', (required, text) => {
  const alternatives = [{ required }, { required: ['colour'] }];
  const property = { name: 'note', required: false };
  const found = conditionalKind.read({ property, alternatives } as never);
  expect(found).toEqual([{ text, value: required }]);
});
