import type { Operation } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import type { CheckContext } from './checkContext.ts';
import { queryOf } from './queries.ts';

function textParameter(name: string, more: object = {}): object {
  const schema = { type: 'string' };
  return {
    name,
    in: 'query',
    types: ['string'],
    required: false,
    sensitive: false,
    schema,
    ...more,
  };
}

test('what takes values that nobody knows is sent by no check', () => {
  const context = { run: { number: () => 1, source: { settings: {} } } } as unknown as CheckContext;
  const operation = {
    parameters: [textParameter('search'), textParameter('filter', { untested: ['value'] })],
  } as unknown as Operation;
  expect(Object.keys(queryOf(context, operation, () => true))).toEqual(['search']);
});
