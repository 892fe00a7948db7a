import { contractOf } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { createModel } from './createModel.ts';
import type { ModelRequest } from './model.ts';
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
        responses: {
          200: { description: 'It.', headers: { etag: { schema } }, content },
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

function statuses(header: string | undefined, tag: string | undefined, key = 'a'): unknown {
  const deployment = { parents: {}, users: {}, settings: {}, tagOf: () => tag };
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
  return createModel(contract, deployment)
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
