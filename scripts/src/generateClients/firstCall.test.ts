import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract, SecurityScheme } from '@oidc-admin/contract';
import { afterAll, expect, test } from 'vitest';
import { firstCall } from './firstCall.ts';

const docs = mkdtempSync(join(tmpdir(), 'first-call-'));
writeFileSync(
  join(docs, 'HousesApi.md'),
  [
    '| [**read_house**](HousesApi.md#read_house) | **GET** /towns/{townId}/houses/{id} | |',
    '[**ListHouses**](HousesApi.md#ListHouses) | **Get** /towns/{townId}/houses | List them',
  ].join('\n'),
);
afterAll(() => rmSync(docs, { recursive: true }));

function found(kind: SecurityScheme['kind']): ReturnType<typeof firstCall> {
  const parameter = (name: string, place = 'path'): object => ({
    name,
    in: place,
    types: ['string'],
    required: place === 'path',
  });
  const read = { method: 'GET', changes: false, security: 'door' };
  const one = [parameter('townId'), parameter('id')];
  const operations = [
    { ...read, path: '/towns/{townId}/houses/{id}', parameters: one },
    {
      ...read,
      path: '/towns/{townId}/houses',
      parameters: [parameter('townId'), parameter('colour', 'query')],
    },
    { ...read, method: 'POST', changes: true, path: '/towns', parameters: [] },
  ];
  const contract = { operations, security: { door: { name: 'door', kind } } };
  return firstCall({ api: 'my-town', contract: contract as unknown as Contract }, docs);
}

test('the read whose path takes least, by the names on its page, with the variables of the API', () => {
  expect(found('bearer')).toEqual({
    group: 'HousesApi',
    method: 'ListHouses',
    path: { townId: 'MY_TOWN_TOWN_ID' },
    optional: 1,
    urlVariable: 'MY_TOWN_URL',
    scheme: { name: 'door', kind: 'bearer' },
    credentials: { token: 'MY_TOWN_TOKEN' },
  });
});

test('keys that sign have variables too; a session that must be opened first has no such call', () => {
  expect(found('signature')?.credentials).toEqual({
    accessKey: 'MY_TOWN_ACCESS_KEY',
    secretKey: 'MY_TOWN_SECRET_KEY',
    region: 'MY_TOWN_REGION',
    service: 'MY_TOWN_SERVICE',
  });
  expect(found('session')).toBeUndefined();
});
