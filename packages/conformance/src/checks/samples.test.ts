import { isDeepStrictEqual } from 'node:util';
import { contractOf, kinds } from '@oidc-admin/contract';
import { createModel } from '@oidc-admin/model';
import { assert, constantFrom, nat, property } from 'fast-check';
import { expect, test } from 'vitest';
import { bodyOf, bodyValueAt, withBodyValue } from './bodies.ts';
import { Canaries } from './canaries.ts';
import { takes, textOfLength } from './samples.ts';

/** A body with every kind of property that a document can describe. */
const properties = {
  word: { type: 'string', pattern: '^[A-Z]{3}-[0-9]{2}$' },
  long: { type: 'string', minLength: 40, maxLength: 44 },
  secret: { type: 'string', minLength: 30, format: 'password' },
  // Some documents mark what is no secret as one.
  lapse: { type: 'string', format: 'password', pattern: '^([0-9]+(ms|s|m|h))+$' },
  mail: { type: 'string', format: 'email' },
  id: { type: 'string', format: 'uuid' },
  when: { type: 'string', format: 'date-time' },
  host: { type: 'string', format: 'hostname' },
  address: { type: 'string', format: 'ipv4' },
  url: { type: 'string', format: 'uri' },
  fixed: { const: 7 },
  even: { type: 'integer', minimum: 3, maximum: 21, multipleOf: 2 },
  cents: { type: 'number', exclusiveMinimum: 0, maximum: 1, multipleOf: 0.01 },
  below: { type: 'integer', maximum: -5 },
  tags: { type: 'array', minItems: 2, maxItems: 3, uniqueItems: true, items: { type: 'string' } },
  none: { type: 'array', maxItems: 0, items: { type: 'integer' } },
  level: { type: 'integer', enum: [1, 2, 4] },
  levels: { type: 'array', uniqueItems: true, items: { type: 'integer', enum: [1, 2, 4] } },
  either: { anyOf: [{ type: 'string' }, { type: 'integer' }] },
  perhaps: { anyOf: [{ type: 'string', format: 'time' }, { type: 'null' }] },
  lasting: { type: 'string', format: 'duration' },
  free: { type: 'object' },
  names: { type: 'object', additionalProperties: { type: 'string', maxLength: 12 } },
  groups: {
    type: 'object',
    additionalProperties: { type: 'array', items: { type: 'string', format: 'email' } },
  },
  deep: {
    type: 'object',
    required: ['inner'],
    properties: {
      inner: {
        type: 'object',
        required: ['on'],
        properties: { on: { type: 'boolean' }, made: { type: 'string', readOnly: true } },
      },
    },
  },
  rows: {
    type: 'array',
    minItems: 1,
    items: {
      type: 'object',
      required: ['name'],
      additionalProperties: false,
      properties: {
        name: { type: 'string', minLength: 1 },
        sizes: { type: 'array', items: { type: 'integer', minimum: 1 } },
      },
    },
  },
};

const contract = contractOf({
  openapi: '3.1.0',
  info: { title: 'Demo', version: '1' },
  'x-api': 'demo',
  'x-paths': { ignoreCase: false, trailingSlash: 'exact', source: 'DEMO-ROW' },
  'x-outcomes': Object.fromEntries(
    Object.entries(kinds)
      .filter(([kind, { group }]) => group === 'refuse' && kind !== 'order')
      .map(([kind]) => [kind, { allow: [400], source: 'DEMO-ROW' }]),
  ),
  paths: {
    '/ask': {
      post: {
        operationId: 'ask',
        security: [],
        'x-source': 'DEMO-ROW',
        'x-action': { changes: 'nothing' },
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { type: 'object', required: Object.keys(properties), properties },
            },
          },
        },
        responses: { '200': { description: 'Done' }, '400': { description: 'Wrong' } },
      },
    },
  },
});
const { validators } = createModel(contract, { parents: {}, users: {}, settings: {} });
const [operation] = contract.operations;
if (operation === undefined) throw new Error('the document has an operation');
const source = { issuer: 'https://idp.example.com', settings: {}, canaries: new Canaries('r1') };

test('a sample keeps to every rule of its property, minimal and full', () => {
  assert(
    property(nat(5000), constantFrom('minimal' as const, 'full' as const), (number, shape) => {
      const body = bodyOf(operation, { properties: shape, number }, source);
      expect(Object.keys(body)).toEqual(Object.keys(properties));
      expect(validators.validateBody('ask', body)).toEqual([]);
    }),
  );
});

/** Of these there is only one right value, or there are so few that the next but one is the same again. */
const same = new Set(['fixed', 'none', 'level', 'levels', 'deep', 'url']);

test('no two samples in a row are alike', () => {
  const bodies = Array.from({ length: 40 }, (_, number) =>
    bodyOf(operation, { properties: 'full', number }, source),
  );
  const alike = bodies
    .slice(1)
    .flatMap((body, index) =>
      Object.keys(properties).filter(
        (name) => !same.has(name) && isDeepStrictEqual(body[name], bodies[index]?.[name]),
      ),
    );
  expect(alike).toEqual([]);
  for (const name of ['level', 'levels', 'deep'])
    expect(new Set(bodies.map((body) => JSON.stringify(body[name]))).size).toBeGreaterThan(1);
});

test('a URL of a given length is a URL still, and of ASCII characters only', () => {
  const url = operation.body?.properties.find(({ name }) => name === 'url');
  if (url === undefined) throw new Error('the document has a property url');
  const longest = textOfLength(url, 200, 'ascii', source);
  expect(longest).toHaveLength(200);
  expect(new URL(longest).origin).toBe(source.issuer);
  expect([takes(url, 'ascii'), takes(url, 'unicode')]).toEqual([true, false]);
});

test('a nested property is changed, added and left out by its dotted name, and nothing else', () => {
  const body = bodyOf(operation, { properties: 'full', number: 1 }, source);
  const changed = withBodyValue(body, 'rows[].name', 7);
  expect(bodyValueAt(changed, 'rows[].name')).toBe(7);
  expect(bodyValueAt(changed, 'rows[].sizes')).toEqual(bodyValueAt(body, 'rows[].sizes'));
  expect(bodyValueAt(withBodyValue(body, 'rows[].name', undefined), 'rows[]')).toEqual({
    sizes: bodyValueAt(body, 'rows[].sizes'),
  });
  expect(withBodyValue(undefined, 'a.b[].c', 'x')).toEqual({ a: { b: [{ c: 'x' }] } });
  expect(validators.validateBody('ask', changed).map(({ kind }) => kind)).toEqual(['type']);
});
