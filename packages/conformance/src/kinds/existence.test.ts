import { expect, test } from 'vitest';
import { unknownParent } from './existence.ts';

test.each([
  ['12345678', ['12345678'], '46813579'],
  ['north', ['north', 'south'], 'northx'],
  ['north', ['north', 'northx'], 'northxx'],
  ['4', ['4', '7', '0', '3', '6', '9', '2', '5', '8', '1'], '4x'],
])('%s among %j is not known as %s', (known, parents, expected) => {
  const found = unknownParent({ run: { parents: { parent: parents } } }, known, 'parent');
  expect(parents).not.toContain(found);
  expect(found.length).toBe(expected.length);
});
