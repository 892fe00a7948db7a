import { contractOf, kinds, type JsonValue } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { createModel } from './createModel.ts';
import { requestOf } from './fixtures/library.ts';
import { play, responseTo, statusesOf } from './fixtures/play.ts';

const properties = {
  flow: { type: 'string', enum: ['code'] },
  url: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'integer' },
};
const contested = { contested: { allow: ['accepted', 400], source: 'DEMO-ROW' } };
const body = {
  anyOf: [
    { type: 'object', required: ['url'], properties },
    { type: 'object', required: ['host', 'port'], properties, 'x-outcomes': contested },
  ],
};

function json(schema: object) {
  return { 'application/json': { schema } };
}

/** Two documents of one vendor, which disagree about an alternative of the body and a value of `flow`. */
const contract = contractOf({
  openapi: '3.1.0',
  info: { title: 'Demo', version: '1' },
  'x-api': 'demo',
  'x-order': { checks: [['existence', 'body']], source: 'DEMO-ROW' },
  'x-outcomes': {
    ...Object.fromEntries(
      Object.entries(kinds)
        .filter(([kind, { group }]) => group === 'refuse' && !['order', 'contested'].includes(kind))
        .map(([kind]) => [kind, { allow: [400], source: 'DEMO-ROW' }]),
    ),
    existence: { allow: [404], source: 'DEMO-ROW' },
    responseOnly: { allow: [400, 'accepted'], source: 'DEMO-ROW' },
  },
  'x-resources': {
    server: {
      parent: 'site',
      schema: '#/components/schemas/Server',
      rules: { kept: 'DEMO-ROW' },
    },
  },
  paths: {
    '/sites/{site}/server': {
      parameters: [{ name: 'site', in: 'path', required: true, schema: { type: 'string' } }],
      put: {
        operationId: 'save',
        security: [],
        'x-source': 'DEMO-ROW',
        'x-action': { save: 'server' },
        requestBody: { required: true, content: json(body) },
        responses: {
          '200': { description: 'Saved', content: json({ $ref: '#/components/schemas/Server' }) },
          '400': { description: 'Wrong' },
          '404': { description: 'Unknown' },
        },
      },
    },
  },
  components: {
    schemas: {
      Server: {
        type: 'object',
        properties: { ...properties, flow: { type: 'string', enum: ['code', 'implicit'] } },
      },
    },
  },
});
const model = createModel(contract, { parents: { site: ['a'] }, users: {}, settings: {} });

function save(value: JsonValue, site = 'a') {
  return requestOf('save', { path: { site }, json: value, caller: { kind: 'none' } });
}
function statuses(value: JsonValue, site?: string) {
  return statusesOf(model.step(model.initial, save(value, site)));
}

test('a body that satisfies only a contested alternative is taken or refused', () => {
  expect(statuses({ host: 'a', port: 1 })).toEqual([200, 400]);
  expect(statuses({ url: 'a' })).toEqual([200]);
  expect(statuses({ url: 'a', host: 'a', port: 1 })).toEqual([200]);
  expect(new Set(statuses({ host: 'a' }))).toEqual(new Set([400]));
});

test('what a contested body was taken for is kept, and a refused one changes nothing', () => {
  const request = save({ host: 'a', port: 1 });
  const [taken, refused] = model.step(model.initial, request);
  expect(taken?.next({ status: 200, body: null }).resources).not.toEqual(new Map());
  expect(refused?.next({ status: 400, body: null })).toEqual(model.initial);
  expect(responseTo(model, play(model, model.initial, [request]), request).body).toEqual({
    host: 'a',
    port: 1,
  });
});

test('a value that is documented for responses only is refused or taken, any other is refused', () => {
  expect(statuses({ url: 'a', flow: 'implicit' })).toEqual([400, 200]);
  expect(statuses({ url: 'a', flow: 'hybrid' })).toEqual([400]);
});

test('of two checks that come in any order, either decides', () => {
  expect(new Set(statuses({ port: 1 }, 'b'))).toEqual(new Set([404, 400]));
});
