import { contractOf, type JsonValue } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { createModel } from './createModel.ts';
import { requestOf } from './fixtures/library.ts';
import { responseWith } from './fixtures/responseLike.ts';

const source = { 'x-source': 'DEMO-ROW' };
const server = {
  type: 'object',
  required: ['host'],
  properties: {
    host: { type: 'string', maxLength: 20 },
    port: { type: 'integer', default: 389 },
    pin: { type: 'string', format: 'password', writeOnly: true },
    added: { type: 'string', readOnly: true },
  },
};
const meta = {
  type: 'object',
  properties: { at: { type: 'string', readOnly: true }, note: { type: 'string' } },
};
const pin = { type: 'string', format: 'password', writeOnly: true };
const settings = {
  type: 'object',
  ...source,
  required: ['ldap'],
  properties: {
    meta,
    ldap: {
      type: 'object',
      properties: {
        method: {
          type: 'string',
          enum: ['simple', 'SASL', 'sasl'],
          default: 'simple',
          'x-normalised': { SASL: 'sasl' },
        },
        mapping: { type: 'object', additionalProperties: { type: 'string', maxLength: 9 } },
        keys: {
          type: 'object',
          writeOnly: true,
          additionalProperties: { type: 'string', format: 'password' },
        },
        servers: { type: 'array', items: server },
        meta,
        bind: { type: 'object', properties: { pin } },
        style: {
          type: 'string',
          contentSchema: { type: 'object', required: ['colour'] },
        },
      },
    },
  },
};
const kinds = [
  'required',
  'type',
  'nullRequired',
  'mediaType',
  'malformedJson',
  'emptyBody',
  'bodyType',
  'enum',
  'maxLength',
  'contentSchema',
  'method',
  'existence',
  'unknownProperty',
];
const json = { 'application/json': { schema: settings } };
const errors = { '400': { description: 'Wrong' }, '404': { description: 'Missing' } };
const contract = contractOf({
  openapi: '3.1.0',
  info: { title: 'Demo', version: '1' },
  'x-api': 'demo',
  'x-resources': {
    settings: {
      schema: '#/components/schemas/Settings',
      rules: Object.fromEntries(
        ['kept', 'replaced', 'defaults', 'normalised', 'neverReturned'].map((rule) => [
          rule,
          'DEMO-ROW',
        ]),
      ),
    },
  },
  'x-outcomes': {
    ...Object.fromEntries(kinds.map((kind) => [kind, { allow: [400], source: 'DEMO-ROW' }])),
    nullOptional: { allow: ['asLeftOut'], source: 'DEMO-ROW' },
  },
  paths: {
    '/settings': {
      get: {
        operationId: 'read',
        ...source,
        'x-action': { read: 'settings' },
        responses: { '200': { description: 'Done', content: json }, ...errors },
      },
      put: {
        operationId: 'save',
        ...source,
        'x-action': { save: 'settings' },
        requestBody: { required: true, content: json },
        responses: { '204': { description: 'Done' }, ...errors },
      },
    },
  },
  components: { schemas: { Settings: settings } },
});
const model = createModel(contract, { parents: {}, users: {}, settings: {} });

function saved(ldap: JsonValue) {
  const request = requestOf('save', { json: { ldap } });
  const [allowed] = model.step(model.initial, request);
  if (allowed === undefined) throw new Error('something is allowed');
  return { request, allowed, next: allowed.next({ status: 204, body: undefined }) };
}

/** What is wrong with a read after a save, each as its clause and its place. */
function readAfter(sent: JsonValue, shown: JsonValue, more = {}): readonly string[] {
  const allowed = model.step(saved(sent).next, requestOf('read'));
  const { mismatches } = model.judge(allowed, responseWith(200, { ldap: shown, ...more }));
  return mismatches.map(({ clause, at }) => `${clause} ${at}`);
}

test.each([
  [
    { servers: [{ host: 'a' }, {}] },
    'demo.save.ldap.servers[].host.required',
    ['servers', '1', 'host'],
  ],
  [{ mapping: { mail: 7 } }, 'demo.save.ldap.mapping.*.type', ['mapping', 'mail']],
  [
    { mapping: { 'a.b': 'far too long' } },
    'demo.save.ldap.mapping.*.maxLength',
    ['mapping', 'a.b'],
  ],
  [{ mapping: { mail: null } }, 'demo.save.ldap.mapping.*.type', ['mapping', 'mail']],
  [
    { servers: [{ host: null }] },
    'demo.save.ldap.servers[].host.nullRequired',
    ['servers', '0', 'host'],
  ],
  [{ style: 'no JSON' }, 'demo.save.ldap.style.contentSchema', ['style']],
  [{ other: 1 }, 'demo.save.ldap.unknownProperty', ['other']],
  [
    { servers: [{ host: 'a', x: 1 }] },
    'demo.save.ldap.servers[].unknownProperty',
    ['servers', '0', 'x'],
  ],
])('%j breaks %s', (ldap, clause, location) => {
  const broken = model.broken(model.initial, saved(ldap).request);
  expect(broken).toEqual([
    expect.objectContaining({ clause, location: ['body', 'ldap', ...location] }),
  ]);
});

const servers: readonly JsonValue[] = [
  { host: 'a', port: 1, pin: 'x' },
  { host: 'b', pin: 'y' },
];
const added = { host: 'a', port: 1, added: 'now' };
const shown = {
  method: 'sasl',
  mapping: { mail: 'm' },
  servers: [added, { host: 'b', port: 389 }],
};
const sent = { method: 'SASL', mapping: { mail: 'm' }, keys: { one: 'z' }, servers };

test('what was sent inside an object is read back, with its defaults and without its secrets', () => {
  expect(readAfter(sent, shown)).toEqual([]);
  expect(readAfter({ method: null }, { method: 'simple' })).toEqual([]);
});

test.each([
  [{ ...shown, method: 'simple' }, ['demo.settings.normalised /ldap/method']],
  [{ ...shown, mapping: {} }, ['demo.settings.kept /ldap/mapping/mail']],
  [{ ...shown, mapping: { mail: 'm', old: 'o' } }, ['demo.settings.replaced /ldap/mapping/old']],
  [{ ...shown, keys: { one: 'z' } }, ['demo.settings.neverReturned /ldap/keys']],
  [{ ...shown, style: '{}' }, ['demo.settings.replaced /ldap/style']],
  [{ ...shown, servers: shown.servers.slice(1) }, ['demo.settings.kept /ldap/servers']],
  [
    { ...shown, servers: shown.servers.toReversed() },
    [
      'demo.settings.kept /ldap/servers/0/host',
      'demo.settings.kept /ldap/servers/0/port',
      'demo.settings.kept /ldap/servers/1/host',
      'demo.settings.defaults /ldap/servers/1/port',
    ],
  ],
  [
    { ...shown, servers: [added, { host: 'b', port: 390, pin: 'y' }] },
    [
      'demo.settings.defaults /ldap/servers/1/port',
      'demo.settings.neverReturned /ldap/servers/1/pin',
    ],
  ],
])('%j breaks %j', (other, clauses) => {
  expect(readAfter(sent, other as JsonValue)).toEqual(clauses);
});

test('what nobody describes is told, wherever it stands', () => {
  const odd = {
    ...shown,
    servers: [
      { ...added, odd: 1 },
      { host: 'b', port: 389 },
    ],
  };
  expect(readAfter(sent, odd)).toEqual(['demo.read.200.undocumentedProperty /ldap/servers/0/odd']);
});

test('an object that was not sent may hold what the server makes, and nothing else', () => {
  const made = { meta: { at: 'now' } };
  expect(readAfter(sent, { ...shown, ...made }, made)).toEqual([]);
  const old = { meta: { at: 'now', note: 'old' } };
  expect(readAfter(sent, { ...shown, ...old }, old)).toEqual([
    'demo.settings.replaced /ldap/meta/note',
    'demo.settings.replaced /meta/note',
  ]);
});

test('an object of which all is hidden may be left out', () => {
  const hidden = { ...sent, bind: { pin: 'x' } };
  expect(readAfter(hidden, shown)).toEqual([]);
  expect(readAfter(hidden, { ...shown, bind: {} })).toEqual([]);
  expect(readAfter(hidden, { ...shown, bind: { pin: 'x' } })).toEqual([
    'demo.settings.neverReturned /ldap/bind/pin',
  ]);
});
