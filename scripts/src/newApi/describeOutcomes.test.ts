import { expect, test } from 'vitest';
import { describeOutcomes } from './describeOutcomes.ts';
import { FactRows } from './factRows.ts';

test('a status that an operation does not document is in no outcome of what only responses have', () => {
  const plain: Record<string, unknown> = { responses: { 200: {}, 422: {} } };
  const counting: Record<string, unknown> = { responses: { 200: {}, 412: {} } };
  const document: Record<string, unknown> = { paths: {} };
  describeOutcomes(document, [plain, counting], new FactRows('sheds'));
  const outcomeOf = (one: Record<string, unknown>): unknown => {
    const own = one['x-outcomes'] as Record<string, { allow: unknown }> | undefined;
    const whole = document['x-outcomes'] as Record<string, { allow: unknown }>;
    return (own?.['responseOnly'] ?? whole['responseOnly'])?.allow;
  };
  expect(outcomeOf(plain)).toEqual(['accepted', 422]);
  expect(outcomeOf(counting)).toEqual(['accepted', 412]);
});
