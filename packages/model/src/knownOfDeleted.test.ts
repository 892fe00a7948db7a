import type { Operation, Resource } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import type { Context } from './context.ts';
import { knownOfDeleted } from './knownOfDeleted.ts';

test('a property that was not saved is not shown, whatever its name', () => {
  const properties = ['id', 'topic', 'constructor'].map((name) => ({ name }));
  const saved = { id: '1', topic: 'tea' };
  const { made } = knownOfDeleted(
    { show: () => ({ value: saved }) } as unknown as Context,
    { responses: [{ status: 200, properties }] } as unknown as Operation,
    { key: 'id', properties } as unknown as Resource,
    saved,
  );
  expect(made).toEqual([
    { at: '/id', value: '1' },
    { at: '/topic', value: 'tea' },
  ]);
});
