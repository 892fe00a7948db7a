import type { Clause, Contract, Operation } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { pattern } from './pattern.ts';

/** The names of the wrong values that are sent for a text with this pattern. */
function wrongValues(rule: string): readonly string[] {
  const schema = { type: 'string', pattern: rule };
  const property = { name: 'name', types: ['string'], pattern: rule, schema, required: true };
  const operation = {
    id: 'add',
    action: { does: 'save', resource: 'notice' },
    body: { properties: [property], alternatives: [] },
    parameters: [],
  } as unknown as Operation;
  const clause = { element: 'name' } as Clause;
  const contract = { resources: [], operations: [operation] } as unknown as Contract;
  return (pattern.refusals?.({ contract, clause, operation }) ?? []).map(({ name }) => name ?? '');
}

test.each(['^[^<>]+$', '^[^&]*$', '^[^"\\\\]*$', '^[a-z]+$'])(
  'a text with the pattern %s is tried with a character that it leaves out',
  (rule) => {
    expect(wrongValues(rule)).toContain('atEnd');
  },
);
