import { contractOf, type JsonValue } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { createModel } from './createModel.ts';
import { requestOf } from './fixtures/library.ts';
import { responseWith } from './fixtures/responseLike.ts';
import type { ModelState } from './model.ts';

const text = { type: ['string', 'null'] };
const properties = {
  colour: { ...text, default: 'green' },
  remark: text,
  tags: { type: ['array', 'null'], items: { type: 'string' } },
  labels: { type: 'object', additionalProperties: text },
  open: { type: 'object' },
  size: {
    type: 'object',
    properties: { wide: text, high: text, unit: { type: 'object', properties: { name: text } } },
  },
};
const source = { 'x-source': 'DEMO-ROW' };
const desk = {
  type: 'object',
  ...source,
  required: ['name'],
  properties: {
    name: { type: 'string' },
    made: { type: 'string', readOnly: true },
    ...properties,
  },
};
const shown = { description: 'It.', content: { 'application/json': { schema: desk } } };
const wrong = { '400': { description: 'Wrong' }, '404': { description: 'Missing' } };
const name = { name: 'name', in: 'path', required: true, schema: { type: 'string' }, ...source };
const kinds = ['required', 'type', 'nullRequired', 'mediaType', 'malformedJson', 'emptyBody'];
const others = ['bodyType', 'enum', 'method', 'existence', 'unknownProperty', 'taken'];
const contract = contractOf({
  openapi: '3.1.0',
  info: { title: 'Demo', version: '1' },
  'x-api': 'demo',
  'x-resources': {
    desk: {
      key: 'name',
      schema: '#/components/schemas/Desk',
      rules: { kept: 'DEMO-ROW', merged: 'DEMO-ROW', defaults: 'DEMO-ROW' },
    },
  },
  'x-outcomes': Object.fromEntries(
    [...kinds, ...others].map((kind) => [kind, { allow: [400], source: 'DEMO-ROW' }]),
  ),
  paths: {
    '/desks': {
      post: {
        operationId: 'addDesk',
        ...source,
        'x-action': { create: 'desk' },
        requestBody: { required: true, content: { 'application/json': { schema: desk } } },
        responses: { '201': shown, ...wrong },
      },
    },
    '/desks/{name}': {
      parameters: [name],
      get: {
        operationId: 'getDesk',
        ...source,
        'x-action': { read: 'desk' },
        responses: { '200': shown, ...wrong },
      },
      patch: {
        operationId: 'changeDesk',
        ...source,
        'x-action': { merge: 'desk' },
        requestBody: {
          required: true,
          content: {
            'application/merge-patch+json': { schema: { type: 'object', ...source, properties } },
          },
        },
        responses: { '200': shown, ...wrong },
      },
    },
  },
  components: { schemas: { Desk: desk } },
});
const model = createModel(contract, { parents: {}, users: {}, settings: {} });
const mediaType = 'application/merge-patch+json';

function after(state: ModelState, operation: string, value: JsonValue): ModelState {
  const isMerge = operation === 'changeDesk';
  const request = requestOf(operation, {
    path: isMerge ? { name: 'one' } : {},
    json: value,
    ...(isMerge ? { mediaType } : {}),
  });
  const [first] = model.step(state, request);
  if (first === undefined || first.broken !== undefined) throw new Error(JSON.stringify(first));
  return first.next({ status: 200, body: undefined });
}

function saved(state: ModelState): unknown {
  return state.resources.get('desk')?.get('')?.get('one');
}

const whole = {
  name: 'one',
  colour: 'red',
  remark: 'old',
  tags: ['a', 'b'],
  labels: { x: '1', y: '2' },
  open: { a: { b: 1, c: 2 }, d: null },
  size: { wide: '1', high: '2', unit: { name: 'm' } },
};
const made = after(model.initial, 'addDesk', whole);

test.each([
  ['nothing', {}, whole],
  ['one text', { remark: 'new' }, { ...whole, remark: 'new' }],
  ['a shorter list', { tags: ['c'] }, { ...whole, tags: ['c'] }],
  ['an entry of a map', { labels: { z: '3' } }, { ...whole, labels: { x: '1', y: '2', z: '3' } }],
  ['no entry of a map', { labels: { x: null } }, { ...whole, labels: { y: '2' } }],
  [
    'what is inside of objects',
    { size: { high: '3', unit: { name: null } } },
    { ...whole, size: { wide: '1', high: '3', unit: {} } },
  ],
  [
    'what is inside of an object of which nothing is known',
    { open: { a: { b: null, e: 5 }, d: { f: null, g: [null] } } },
    { ...whole, open: { a: { c: 2, e: 5 }, d: { g: [null] } } },
  ],
])('a merge of %s leaves all else', (_, patch, expected) => {
  expect(saved(after(made, 'changeDesk', patch))).toEqual(expected);
});

test('null removes, and what has a default is that again', () => {
  const { remark: _, tags: __, ...left } = whole;
  const patch = { remark: null, tags: null, colour: null };
  expect(saved(after(made, 'changeDesk', patch))).toEqual({ ...left, colour: 'green' });
});

test('a property that was not named and is lost breaks the merge; one that was named breaks what is kept', () => {
  const next = after(made, 'changeDesk', { remark: 'new', size: { wide: '3' }, tags: null });
  const allowed = model.step(next, requestOf('getDesk', { path: { name: 'one' } }));
  const broken = (body: JsonValue): unknown =>
    model
      .judge(allowed, responseWith(200, body))
      .mismatches.map(({ clause, at }) => `${clause} ${at}`);
  const { tags, ...right } = {
    ...whole,
    remark: 'new',
    size: { ...whole.size, wide: '3' },
  };
  expect(broken(right)).toEqual([]);
  expect(broken({ ...right, colour: 'blue' })).toEqual(['demo.desk.merged /colour']);
  expect(broken({ ...right, remark: 'old' })).toEqual(['demo.desk.kept /remark']);
  expect(broken({ ...right, tags })).toEqual(['demo.desk.merged /tags']);
  expect(broken({ ...right, size: { wide: '3' } })).toEqual([
    'demo.desk.merged /size/high',
    'demo.desk.merged /size/unit',
  ]);
  expect(broken({ ...right, size: whole.size })).toEqual(['demo.desk.kept /size/wide']);
});

test('what does not exist is not merged into', () => {
  const request = requestOf('changeDesk', {
    path: { name: 'none' },
    json: {},
    mediaType,
  });
  expect(model.step(made, request).map(({ status }) => status)).toEqual([400]);
});
