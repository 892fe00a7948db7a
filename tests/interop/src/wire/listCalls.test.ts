import { expect, test } from 'vitest';
import { listCalls } from './listCalls.ts';

const text = { type: 'string' };

/** A document with one operation, whose body has two kinds that share a property. */
function shelves(properties: object = {}): object {
  const title = { ...text, examples: ['Crime'] };
  return {
    openapi: '3.1.0',
    info: { title: 'Shelves', version: '1' },
    security: [{ key: [] }],
    paths: {
      '/shelves/{id}': {
        parameters: [{ name: 'id', in: 'path', required: true, schema: text, example: 'one' }],
        put: {
          operationId: 'replaceShelf',
          parameters: [{ name: 'why', in: 'query', schema: text, example: 'order' }],
          requestBody: {
            content: {
              'application/json': {
                schema: {
                  anyOf: [
                    { required: ['title'], properties: { title, ...properties } },
                    { required: ['code'], properties: { code: { ...text, pattern: '^[0-9]+$' } } },
                  ],
                },
              },
            },
          },
          responses: { 200: {}, 404: {}, 429: {} },
        },
      },
    },
  };
}

test('both kinds of a body, each query parameter, odd characters and every documented error are among the calls', () => {
  const calls = listCalls(shelves());
  const whats = calls.map(({ what }) => what);
  for (const what of [
    'alternative 1, required',
    'alternative 2, required',
    'alternative 1, other title',
    'why',
    'odd why',
    'odd id',
    'answered with 404',
    'answered with 429',
  ])
    expect(whats).toContain(what);
  expect(calls.every(({ signedIn }) => signedIn)).toBe(true);
  // What has a pattern is never odd.
  expect(whats).not.toContain('alternative 2, other code');
});

test('a new property is in the calls without another edit: alone, with all others, and with another value', () => {
  const added = listCalls(shelves({ wide: { type: 'boolean' } }));
  const bodies = added.map(({ what, body }) => [what, body]);
  expect(bodies).toContainEqual(['alternative 1, with wide', { title: 'Crime', wide: true }]);
  expect(bodies).toContainEqual(['alternative 1, everything', { title: 'Crime', wide: true }]);
  expect(bodies).toContainEqual(['alternative 1, other wide', { title: 'Crime', wide: false }]);
});
