import { expect, test } from 'vitest';
import { ContractError } from './contractError.ts';
import { contractOf } from './contractOf.ts';
import { library } from './fixtures/library.ts';
import { pointerSteps } from './pointer.ts';

const add = '/paths/~1books/post';
const isbn = `${add}/requestBody/content/application~1json/schema/anyOf/0/properties/isbn`;

/** An operation that changes a book by a body of some media type. */
function patch(does: string, mediaType?: string): unknown {
  const content = { [mediaType ?? '']: { schema: { type: 'object' } } };
  return {
    operationId: 'changeBook',
    'x-action': { [does]: 'book' },
    'x-source': 'LIB-CHANGE',
    ...(mediaType === undefined ? {} : { requestBody: { required: true, content } }),
    responses: { 200: { description: 'Changed' } },
  };
}

/** What OpenAPI can say and no engine does: what it is, where it is put, and where and how it is refused. */
const unsupported: readonly [string, string, unknown, string, RegExp][] = [
  [
    'two parameters in one segment of a path',
    '/paths/~1books~1{isbn}.{ending}',
    {
      parameters: ['isbn', 'ending'].map((name) => ({
        name,
        in: 'path',
        required: true,
        schema: { type: 'string' },
      })),
      get: {
        operationId: 'readFile',
        'x-source': 'LIB-READ',
        'x-action': { changes: 'nothing' },
        responses: { 200: { description: 'The book.' } },
      },
    },
    '/paths/~1books~1{isbn}.{ending}/get',
    /has several parameters in one segment/,
  ],
  [
    'a range of successes',
    `${add}/responses/2XX`,
    { description: 'Done.' },
    `${add}/responses/2XX`,
    /2XX stands for several statuses/,
  ],
  [
    'several media types without JSON',
    `${add}/requestBody/content`,
    {
      'multipart/form-data': { schema: { type: 'object' } },
      'application/x-www-form-urlencoded': { schema: { type: 'object' } },
    },
    `${add}/requestBody`,
    /multipart\/form-data, application\/x-www-form-urlencoded; only JSON is supported/,
  ],
  [
    'a response that is no JSON',
    `${add}/responses/201`,
    { description: 'Added.', content: { 'text/csv': { schema: { type: 'string' } } } },
    `${add}/responses/201`,
    /answers with text\/csv, and only JSON is read; say x-body: any/,
  ],
  [
    'a body that is no JSON',
    `${add}/requestBody/content`,
    { 'application/x-www-form-urlencoded': { schema: { type: 'object' } } },
    `${add}/requestBody`,
    /only JSON is supported/,
  ],
  ['servers of an operation', `${add}/servers`, [{ url: '/b' }], add, /servers of its own/],
  ['servers of a path', '/paths/~1books/servers', [], '/paths/~1books', /servers of its own/],
  ['callbacks', `${add}/callbacks`, {}, add, /callbacks/],
  [
    'a list in the query',
    `${add}/parameters`,
    [{ name: 'tags', in: 'query', schema: { type: 'array', items: { type: 'string' } } }],
    `${add}/parameters/0`,
    /tags is a list or an object/,
  ],
  [
    'a state that a caller has to name',
    `${add}/parameters`,
    [{ name: 'If-Match', in: 'header', required: true, schema: { type: 'string' } }],
    `${add}/parameters/0`,
    /If-Match is required, and no read of what .* changes documents an ETag/,
  ],
  [
    'a union of texts with limits',
    isbn,
    {
      anyOf: [
        { type: 'string', maxLength: 3 },
        { type: 'string', format: 'ipv4' },
      ],
    },
    `${isbn}/anyOf/0`,
    /limits of their own \(maxLength\)/,
  ],
  [
    'a name that the lint trips over',
    `${add}/requestBody/content/application~1json/schema/anyOf/0/properties/hasOwnProperty`,
    { type: 'string', description: 'A.' },
    `${add}/requestBody/content/application~1json/schema/anyOf/0/properties/hasOwnProperty`,
    /the lint cannot read a document with something of this name/,
  ],
  [
    'a map with named properties',
    isbn,
    {
      type: 'object',
      properties: { a: { type: 'string', description: 'A.' } },
      additionalProperties: { type: 'string' },
    },
    isbn,
    /both properties with names and others/,
  ],
  [
    'a list of changes',
    '/paths/~1books/patch',
    patch('merge', 'application/json-patch+json'),
    '/paths/~1books/patch',
    /a body of application\/json-patch\+json is not one that merges/,
  ],
  [
    'a patch with rules of its own',
    '/paths/~1books/patch',
    patch('merge', 'application/strategic-merge-patch+json'),
    '/paths/~1books/patch',
    /a body of application\/strategic-merge-patch\+json is not one that merges/,
  ],
  [
    'a body to be merged that is taken for the whole',
    '/paths/~1books/put',
    patch('replace', 'application/merge-patch+json'),
    '/paths/~1books/put',
    /a body of application\/merge-patch\+json merges, and x-action replace does not/,
  ],
  [
    'a merge of nothing',
    '/paths/~1books/patch',
    patch('merge'),
    '/paths/~1books/patch',
    /has no body, and x-action merge speaks of one/,
  ],
];

test.each(unsupported)('%s is refused, with its place', (_, pointer, value, at, reason) => {
  const document = library();
  const steps = pointerSteps(pointer);
  const around = steps
    .slice(0, -1)
    .reduce<Record<string, unknown>>(
      (node, step) => (node[step] ??= {}) as Record<string, unknown>,
      document,
    );
  around[steps.at(-1) ?? ''] = value;
  const refused = (): unknown => contractOf(document);
  expect(refused).toThrow(ContractError);
  expect(refused).toThrow(reason);
  expect(refused).toThrow(`${at}: `);
});

test('servers that are those of the document are no others', () => {
  const document = library();
  const servers = structuredClone(document['servers']);
  const paths = document['paths'] as Record<string, Record<string, object>>;
  Object.assign(paths['/books'] ?? {}, { servers });
  Object.assign(paths['/books']?.['post'] ?? {}, { servers: structuredClone(servers) });
  expect(servers).toBeDefined();
  expect(contractOf(document)).toEqual(contractOf(library()));
});
