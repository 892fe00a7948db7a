import { contractOf, type JsonValue } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { createModel } from './createModel.ts';
import type { ModelRequest } from './model.ts';

/** Boats, whose numbers the server makes, and which may not be called alike. */
function boats(statuses: readonly string[]) {
  const source = 'BOATS-ALL';
  const text = { type: 'string', description: 'A text.' };
  const shared = {
    kind: { ...text, enum: ['sail', 'motor'] },
    flag: { ...text, default: 'none' },
    built: { ...text, format: 'date-time' },
  };
  const boat = {
    type: 'object',
    required: ['id'],
    properties: { id: { ...text, readOnly: true }, name: text, ...shared },
    'x-source': source,
  };
  const content = (schema: object): object => ({ content: { 'application/json': { schema } } });
  const shown = content({ $ref: '#/components/schemas/Boat' });
  const sent = { type: 'object', properties: { name: text, ...shared }, 'x-source': source };
  const errors = Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: 'No.', 'x-body': 'any', 'x-error': { name: `E${status}` } },
    ]),
  );
  const document: unknown = {
    openapi: '3.1.0',
    info: { title: 'Boats', version: '1' },
    security: [],
    'x-api': 'boats',
    'x-resources': {
      boat: { key: 'id', schema: '#/components/schemas/Boat', rules: { kept: source } },
    },
    'x-outcomes': Object.fromEntries(
      [
        'existence',
        'pathParameter',
        'mediaType',
        'malformedJson',
        'enum',
        'dateTime',
        'bodyType',
        'type',
        'nullOptional',
        'unknownProperty',
        'method',
        'responseOnly',
      ].map((kind) => [kind, { allow: [400], source }]),
    ),
    paths: {
      '/boats': {
        post: {
          operationId: 'addBoat',
          'x-source': source,
          'x-action': { create: 'boat' },
          requestBody: { required: true, ...content(sent) },
          responses: { 201: { description: 'It.', ...shown }, ...errors },
        },
      },
      '/boats/{id}': {
        parameters: [
          { name: 'id', in: 'path', required: true, description: 'Which.', schema: text },
        ],
        get: {
          operationId: 'getBoat',
          'x-source': source,
          'x-action': { read: 'boat' },
          responses: { 200: { description: 'It.', ...shown }, ...errors },
        },
      },
      '/boats/called/{name}': {
        parameters: [
          { name: 'name', in: 'path', required: true, description: 'It.', schema: text },
        ],
        get: {
          operationId: 'findBoat',
          'x-source': source,
          'x-action': { changes: 'nothing' },
          responses: { 200: { description: 'It.', ...shown }, ...errors },
        },
      },
    },
    components: { schemas: { Boat: boat } },
  };
  const contract = contractOf(JSON.parse(JSON.stringify(document)) as never);
  return createModel(contract, { parents: {}, users: {}, settings: {} });
}

function adding(name: JsonValue, others: object = {}): ModelRequest {
  return {
    operation: 'addBoat',
    path: {},
    query: {},
    mediaType: 'application/json',
    body: { kind: 'json', value: { name, ...others } },
    caller: { kind: 'none' },
    now: 0,
  } as unknown as ModelRequest;
}

/** The statuses that are allowed to one more boat of this name, beside one that is called Anna. */
function answers(
  statuses: readonly string[],
  name: string,
  others: object = {},
): readonly unknown[] {
  const model = boats(statuses);
  const [made] = model.step(model.initial, adding('Anna', others));
  const body = { id: '7', name: 'Anna', ...(others as { readonly [name: string]: JsonValue }) };
  const state = made?.next({ status: 201, body });
  if (state === undefined) throw new Error('nothing is allowed');
  const allowed = model.step(state, adding(name, others));
  const changing = allowed
    .filter(({ conflict }) => conflict === true)
    .map(({ next }) => next({ status: 409, body: {} }));
  expect(changing.every((one) => one === state)).toBe(true);
  return allowed.map(({ status }) => status);
}

test.each(['Anna', 'ANNA'])('a second %s may be refused, by a documented 409', (name) => {
  expect(answers(['400', '409'], name)).toEqual([201, 409]);
});

test('what shares nothing with another one may not', () => {
  expect(answers(['400', '409'], 'Berta')).toEqual([201]);
});

test.each([{ kind: 'sail' }, { flag: 'none' }, { built: '2024-01-31T00:00:00Z' }])(
  'nor may what shares no name but %j',
  (others) => {
    expect(answers(['400', '409'], 'Berta', others)).toEqual([201]);
  },
);

test('where no 409 is documented, none is right', () => {
  expect(answers(['400'], 'Anna')).toEqual([201]);
});

test.each([
  [
    ['400', '404'],
    [200, 404],
  ],
  [['400'], [200]],
])('what no run knows may not be there, by a documented 404: %j', (statuses, expected) => {
  const model = boats(statuses);
  const request = {
    ...adding(''),
    operation: 'findBoat',
    path: { name: 'x' },
    body: { kind: 'none' },
  };
  const allowed = model.step(model.initial, request as ModelRequest);
  expect(allowed.map((one) => one.status)).toEqual(expected);
});
