import { contractOf } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { createModel } from './createModel.ts';
import type { Model, ModelRequest } from './model.ts';
import { emptyState, withSaved } from './modelState.ts';

const content = {
  'application/json': {
    schema: { type: 'object', properties: { name: { type: 'string', description: 'Its name.' } } },
  },
};
const schema = { type: 'string' };

/** A thing whose read shows an `ETag`, and whose change needs `If-Match`. */
const contract = contractOf({
  openapi: '3.1.0',
  info: { title: 'Things', version: '1' },
  'x-api': 'things',
  'x-outcomes': Object.fromEntries(
    'existence method pathParameter mediaType malformedJson emptyBody bodyType required type nullOptional'
      .split(' ')
      .map((kind) => [kind, { allow: [kind === 'existence' ? 404 : '4XX'], source: 'THINGS-ALL' }]),
  ),
  'x-resources': {
    thing: { key: 'name', schema: '#/components/schemas/Thing', rules: { kept: 'THINGS-ALL' } },
  },
  paths: {
    '/things/{name}': {
      parameters: [
        {
          name: 'name',
          in: 'path',
          required: true,
          description: 'Which.',
          schema,
          'x-source': 'THINGS-ALL',
        },
      ],
      get: {
        operationId: 'getThing',
        'x-source': 'THINGS-ALL',
        'x-action': { read: 'thing' },
        parameters: [{ name: 'if-none-match', in: 'header', schema }],
        responses: {
          200: { description: 'It.', headers: { etag: { schema } }, content },
          304: { description: 'As it was.' },
          404: { description: 'None.' },
        },
      },
      put: {
        operationId: 'putThing',
        'x-source': 'THINGS-ALL',
        'x-action': { replace: 'thing' },
        parameters: [{ name: 'if-match', in: 'header', required: true, schema }],
        requestBody: { required: true, content },
        responses: Object.fromEntries(
          [200, 404, 412, 428].map((status) => [status, { description: 'So it is.' }]),
        ),
      },
    },
  },
  components: { schemas: { Thing: content['application/json'].schema } },
});

const place = { resource: 'thing', parent: '', key: 'a' };
const state = withSaved(emptyState, place, { name: 'a' });

function modelWith(tag: string | undefined): Model {
  const deployment = { parents: {}, users: {}, settings: {}, tagOf: () => tag };
  return createModel(contract, deployment);
}

function reading(header: string): ModelRequest {
  return {
    operation: 'getThing',
    path: { name: 'a' },
    query: {},
    headers: { 'if-none-match': header },
    body: { kind: 'none' },
    caller: { kind: 'none' },
    now: 0,
  };
}

function statuses(header: string | undefined, tag: string | undefined, key = 'a'): unknown {
  const request: ModelRequest = {
    operation: 'putThing',
    path: { name: key },
    query: {},
    headers: header === undefined ? {} : { 'if-match': header },
    mediaType: 'application/json',
    body: { kind: 'json', value: {} },
    caller: { kind: 'none' },
    now: 0,
  };
  return modelWith(tag)
    .step(state, request)
    .map(({ status }) => status);
}

test.each([
  ['the tag of what is there', '"1"', '"1"', [200]],
  ['any', '*', '"1"', [200]],
  ['any, where nobody knows the tag', '*', undefined, [200]],
  ['a list with it', 'W/"0", "1"', '"1"', [200]],
  ['another tag', '"0"', '"1"', [412]],
  ['a list without it', '"0","2"', '"1"', [412]],
  ['its weak form', 'W/"1"', '"1"', [412]],
  ['a tag, where nobody knows the one there', '"0"', undefined, [200, 412]],
  ['a weak tag, which never matches', 'W/"1"', 'W/"1"', [200, 412]],
  ['what is no tag', '1', '"1"', [200, 412]],
])('If-Match with %s', (_, header, tag, expected) => {
  expect(statuses(header, tag)).toEqual(expected);
});

test('where it is required and left out, 428 is answered', () => {
  expect(statuses(undefined, '"1"')).toEqual([428]);
});

test('what is not there is not found, or has no state', () => {
  expect(statuses('*', '"1"', 'b')).toEqual([404, 412]);
});

test.each([
  ['the tag of what is there', '"1"', '"1"', [304]],
  ['its weak form', 'W/"1"', '"1"', [304]],
  ['a weak tag', 'W/"1"', 'W/"1"', [304]],
  ['any', '*', '"1"', [304]],
  ['another tag', '"0"', '"1"', [200]],
  ['a tag, where nobody knows the one there', '"0"', undefined, [200, 304]],
])('a read with %s in If-None-Match', (_, header, tag, expected) => {
  const steps = modelWith(tag).step(state, reading(header));
  expect(steps.map(({ status }) => status)).toEqual(expected);
});

test('what is not modified has no body', () => {
  const model = modelWith('"1"');
  const allowed = model.step(state, reading('"1"'));
  const clausesOf = (bodyText: string): unknown =>
    model
      .judge(allowed, { status: 304, headers: {}, body: undefined, bodyText })
      .mismatches.map(({ clause }) => clause);
  expect([clausesOf(''), clausesOf('{}')]).toEqual([
    [],
    ['things.getThing.if-none-match.notModified'],
  ]);
});

test.each([
  ['"1"', true],
  ['W/"1"', true],
  ['""', true],
  ['1', false],
  ['"1', false],
  ['w/"1"', false],
  ['"a b"', false],
])('an ETag %s has the right form: %s', (etag, isRight) => {
  const model = modelWith(undefined);
  const allowed = model.step(state, { ...reading('"0"'), headers: {} });
  const { mismatches } = model.judge(allowed, {
    status: 200,
    headers: { etag, 'content-type': 'application/json' },
    body: { name: 'a' },
    bodyText: '{"name":"a"}',
  });
  expect(mismatches.map(({ clause }) => clause)).toEqual(
    isRight ? [] : ['things.getThing.200.etag.entityTag'],
  );
});
