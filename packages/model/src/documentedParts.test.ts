import { contractOf } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { createModel } from './createModel.ts';
import { isDocumentedAt, mayBeAbsent } from './documentedParts.ts';
import { requestOf } from './fixtures/library.ts';
import { play, responseTo } from './fixtures/play.ts';

const whole = {
  type: 'object',
  properties: {
    id: { type: 'string', description: 'Its key.' },
    name: { type: 'string', description: 'Its name.' },
    size: { type: 'string', description: 'Its size.' },
  },
};
const part = { type: 'object', properties: { id: whole.properties.id } };
function shown(schema: object): object {
  return {
    description: 'Done.',
    'x-source': 'TEAMS-A',
    content: { 'application/json': { schema } },
  };
}
const id = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'Which.',
  schema: { type: 'string' },
};
const error = {
  description: 'Wrong.',
  'x-body': 'any',
  'x-error': { name: 'Wrong' },
  'x-source': 'TEAMS-A',
};
const requestBody = {
  required: true,
  content: {
    'application/json': {
      schema: {
        type: 'object',
        properties: {
          id: whole.properties.id,
          name: whole.properties.name,
          size: whole.properties.size,
        },
      },
    },
  },
};

/** Teams, of which a list and the answer to a create show less than a read. */
const contract = contractOf({
  openapi: '3.1.1',
  info: { title: 'Teams', version: '1' },
  servers: [{ url: 'https://teams.example.net' }],
  security: [],
  'x-api': 'teams',
  'x-resources': {
    team: {
      key: 'id',
      schema: '#/components/schemas/Team',
      rules: { kept: 'TEAMS-A', listed: 'TEAMS-A', replaced: 'TEAMS-A' },
    },
  },
  'x-outcomes': Object.fromEntries(
    [
      'taken',
      'existence',
      'mediaType',
      'malformedJson',
      'emptyBody',
      'bodyType',
      'type',
      'nullOptional',
      'unknownProperty',
      'responseOnly',
      'transfer',
      'method',
      'head',
    ].map((kind) => [kind, { allow: ['4XX'], source: 'TEAMS-A' }]),
  ),
  paths: {
    '/teams': {
      get: {
        operationId: 'listTeams',
        'x-action': { list: 'team' },
        'x-source': 'TEAMS-A',
        responses: { 200: shown({ type: 'array', items: part }), 400: error },
      },
      post: {
        operationId: 'addTeam',
        'x-action': { create: 'team' },
        'x-source': 'TEAMS-A',
        requestBody,
        responses: { 200: shown(part), 400: error },
      },
    },
    '/teams/{id}': {
      parameters: [id],
      get: {
        operationId: 'readTeam',
        'x-action': { read: 'team' },
        'x-source': 'TEAMS-A',
        responses: { 200: shown({ $ref: '#/components/schemas/Team' }), 404: error },
      },
      put: {
        operationId: 'changeTeam',
        'x-action': { replace: 'team' },
        'x-source': 'TEAMS-A',
        requestBody,
        responses: {
          200: shown({ type: 'object', properties: { message: { type: 'string' } } }),
          404: error,
        },
      },
    },
  },
  components: { schemas: { Team: { ...whole, 'x-source': 'TEAMS-A' } } },
});

const model = createModel(contract, { parents: {}, users: {}, settings: {} });

test('a response shows no more of what is saved than it documents', () => {
  const add = requestOf('addTeam', { json: { id: 'a', name: 'Red', size: 'L' } });
  const [answer] = model.step(model.initial, add);
  expect(answer?.body).toMatchObject({ kind: 'json', equals: [{ at: '/id' }] });
  const state = play(model, model.initial, [add]);
  const list = responseTo(model, state, requestOf('listTeams', {}));
  const [first] = list.body as readonly { readonly id: string }[];
  expect(Object.keys(first ?? {})).toEqual(['id']);
  const path = { id: first?.id ?? '' };
  expect(responseTo(model, state, requestOf('readTeam', { path })).body).toMatchObject({
    name: 'Red',
  });
  const put = requestOf('changeTeam', { path, json: { name: 'Blue' } });
  expect(responseTo(model, state, put).body).toEqual({});
});

test.each([
  [{ properties: { a: {} } }, '/a', true],
  [{ properties: { a: {} } }, '/b', false],
  [{ properties: { a: {} } }, '', true],
  [{}, '/b', true],
  [{ type: 'object' }, '/b/c', true],
  [{ properties: { a: { properties: { b: {} } } } }, '/a/c', false],
  [{ properties: { a: {} }, additionalProperties: true }, '/b', true],
  [{ additionalProperties: { properties: { c: {} } } }, '/b/c', true],
  [{ allOf: [{ properties: { a: {} } }, { properties: { b: {} } }] }, '/b', true],
  [{ oneOf: [{ properties: { a: {} } }, { properties: { b: {} } }] }, '/c', false],
])('%j shows %j: %j', (schema, pointer, is) => {
  expect(isDocumentedAt(schema, pointer)).toBe(is);
});

test('what an answer demands may be there though nobody sent it', () => {
  const schema = {
    allOf: [{ required: ['a'], properties: { a: {}, b: {} } }],
    properties: { c: { required: ['d'], properties: { d: {} } } },
  };
  const may = (at: string, never?: true): boolean =>
    mayBeAbsent({ at, clause: '', binding: 'MUST', ...(never && { never }) }, schema);
  expect(['/a', '/b', '/c/d', '/e'].map((at) => may(at))).toEqual([false, true, false, false]);
  expect(may('/a', true)).toBe(true);
});
