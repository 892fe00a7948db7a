import { expect, test } from 'vitest';
import { type Property, type Operation, operationsOf } from './api.ts';
import { commonFlags, flagsOf } from './flags.ts';
import { apis } from './generated/apis.ts';

const property = (name: string, more: Partial<Property> = {}): Property => ({
  name,
  description: '',
  types: ['string'],
  required: false,
  sensitive: false,
  binding: 'MUST',
  source: [],
  ...more,
});

const operation = (properties: readonly Property[]): Operation => ({
  id: 'save',
  method: 'POST',
  path: '/',
  summary: '',
  description: '',
  parameters: [{ ...property('id'), in: 'path' }],
  body: { required: true, mediaType: 'application/json', alternatives: [[]], properties },
  responses: [],
  repeatable: false,
  changes: true,
  sensitiveQuery: false,
  action: { does: 'ask' },
  source: [],
});

const flags = (...properties: readonly Property[]) =>
  flagsOf({ table: { api: 'my-api' }, settings: [] }, operation(properties));

test.each([
  ['clientId', 'client-id'],
  ['ErrorCode', 'error-code'],
  ['jwkSetURL', 'jwk-set-url'],
  ['URLValue', 'url-value'],
  ['snake_case', 'snake-case'],
  ['X-Custom.Name', 'x-custom-name'],
  ['v2Id', 'v2-id'],
])('%s is given as --%s', (name, flag) => {
  expect(flags(property(name)).at(-1)?.flag).toBe(flag);
});

test('a name in path and body is one flag', () => {
  expect(flags(property('id')).map(({ flag, place }) => [flag, place])).toEqual([['id', 'path']]);
});

test('what is common to all commands keeps its flags', () => {
  const names = Object.keys(commonFlags);
  expect(flags(...names.map((name) => property(name))).map(({ flag }) => flag)).toEqual([
    'id',
    ...names.map((name) => `body-${name}`),
  ]);
});

test('a property called like the file of another is itself', () => {
  expect(flags(property('note'), property('noteFile')).map(({ fileFlag }) => fileFlag)).toEqual([
    undefined,
    undefined,
    'note-file-file',
  ]);
});

test('a secret has no flag of its own, but a file and a variable', () => {
  const [, secret] = flags(property('clientSecret', { sensitive: true }));
  expect(secret).toMatchObject({
    fileFlag: 'client-secret-file',
    variable: 'MY_API_CLIENT_SECRET',
  });
  expect(secret).not.toHaveProperty('flag');
});

test.each(Object.entries(apis))('no two flags of %s have one name', async (_, { load }) => {
  const commandLine = await load();
  for (const one of operationsOf(commandLine)) {
    const names = flagsOf(commandLine, one).flatMap(({ name, fileFlag, removeFlag }) =>
      [name, fileFlag ?? [], removeFlag ?? []].flat(),
    );
    const all = [...names, ...Object.keys(commonFlags)];
    expect(all).toEqual([...new Set(all)]);
  }
});
