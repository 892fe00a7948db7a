import type { Resource } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { demonstration } from '../testing/checkAll.ts';
import { absentKey } from './madeKeys.ts';
import { OwnKeys } from './ownKeys.ts';

const { contract } = await demonstration('pvwa');
const [resource] = contract.resources;
const [property] = resource?.properties ?? [];

function counted(limits: {
  readonly maximum?: number;
  readonly schema?: Resource['schema'];
}): Resource {
  if (resource === undefined || property === undefined) throw new Error('there is no resource');
  const key = { schema: {}, ...limits, name: 'id', types: ['integer'] };
  return {
    ...resource,
    key: 'id',
    serverMade: ['id'],
    properties: [{ ...property, ...key }],
  };
}

function absentIn(of: Resource): number {
  const own = new OwnKeys(() => '0123456789');
  return Number(absentKey({ newKey: (one) => own.next(one) }, of));
}

test.each([{ maximum: 9999 }, { schema: { exclusiveMaximum: 10_000 } }])(
  'with %j each number may have been given out: none is taken for free',
  (limits) => {
    expect(() => absentIn(counted(limits))).toThrow('may have made each that is allowed');
  },
);

test.each([
  [{}, 2_147_000_000],
  [{ maximum: 50_000_000 }, 50_000_000],
  [{ schema: { exclusiveMaximum: 50_000_000 } }, 49_999_999],
])('with %j a number near the end is free', (limits, highest) => {
  const key = absentIn(counted(limits));
  expect(key).toBeLessThanOrEqual(highest);
  expect(key).toBeGreaterThan(highest - 10);
});
