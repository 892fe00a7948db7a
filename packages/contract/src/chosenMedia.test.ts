import { describe, expect, test } from 'vitest';
import { acceptedBy, chosenMediaType, isAmongMediaTypes } from './chosenMedia.ts';
import { contractOf } from './contractOf.ts';
import { library } from './fixtures/library.ts';

describe('of several media types the JSON one is read', () => {
  test.each([
    [['text/plain', 'application/json', 'text/json'], 'application/json'],
    [['application/xml', 'application/json; charset=utf-8'], 'application/json; charset=utf-8'],
    [['application/vnd.github+json', 'text/html'], 'application/vnd.github+json'],
    [['application/scim+json', 'application/json'], 'application/json'],
    [
      ['application/json-patch+json', 'application/merge-patch+json'],
      'application/merge-patch+json',
    ],
    [['application/json-patch+json', 'application/json'], 'application/json'],
    [['text/csv', '*/*'], '*/*'],
    [['text/csv', 'application/pdf'], 'text/csv'],
  ])('%j: %s', (names, chosen) => {
    expect(chosenMediaType(names)).toBe(chosen);
  });
});

test.each([
  ['text/json; charset=utf-8', true],
  ['TEXT/JSON', true],
  ['text/jsonp', false],
  ['image/png', true],
  ['application/json', false],
  ['', false],
])('%s among text/json and image/*: %s', (given, isThere) => {
  expect(isAmongMediaTypes(['text/json', 'image/*'], given)).toBe(isThere);
});

test.each([
  ['application/json-patch+json', true],
  ['application/vnd.x+json; version=2', true],
  ['application/json', false],
  ['application/+json', false],
  ['text/x+json', false],
  ['application/x+jsonp', false],
])('%s among application/*+json: %s', (given, isThere) => {
  expect(isAmongMediaTypes(['application/*+json'], given)).toBe(isThere);
});

/** The library, with these media types where a book is added. */
function withMedia(requests: readonly string[], responses: readonly string[]) {
  const document = JSON.parse(JSON.stringify(library())) as {
    paths: { '/books': { post: Record<string, unknown> } };
  };
  const { post } = document.paths['/books'];
  const schema = (post['requestBody'] as { content: Record<string, object> }).content[
    'application/json'
  ];
  const of = (names: readonly string[]): object =>
    Object.fromEntries(
      // What is not read needs no schema, and may hold what no engine knows.
      names.map((name) => [
        name,
        /json|\*/.test(name) ? schema : { schema: { not: { $ref: '#/nowhere' } } },
      ]),
    );
  Object.assign(post['requestBody'] as object, { content: of(requests) });
  Object.assign(post['responses'] as object, {
    200: { description: 'Added', content: of(responses), 'x-source': 'LIB-ADD' },
  });
  const contract = contractOf(document);
  return { contract, operation: contract.operations.find(({ id }) => id === 'addBook') };
}

test('the others are named in what is demanded, and nothing in them is read', () => {
  const { contract, operation } = withMedia(
    ['application/x-www-form-urlencoded', 'application/json'],
    ['application/vnd.books+json; version=2', 'text/csv'],
  );
  expect(operation?.body).toMatchObject({
    mediaType: 'application/json',
    otherMediaTypes: ['application/x-www-form-urlencoded'],
  });
  const [response] = operation?.responses ?? [];
  expect(response).toMatchObject({
    mediaType: 'application/vnd.books+json',
    otherMediaTypes: ['text/csv'],
  });
  expect(acceptedBy({ responses: response === undefined ? [] : [response] })).toBe(
    'application/vnd.books+json',
  );
  const texts = contract.clauses
    .filter(({ kind, operation: of }) => of === 'addBook' && /mediaType|contentType/.test(kind))
    .map(({ text }) => text);
  expect(texts.join('\n')).toContain(
    'of a media type other than application/json, application/x-www-form-urlencoded',
  );
  expect(texts.join('\n')).toContain('of media type application/vnd.books+json, text/csv');
});

test('where any media type is right, JSON is sent and no other one is refused', () => {
  const { contract, operation } = withMedia(['*/*'], ['*/*']);
  expect(operation?.body?.mediaType).toBe('application/json');
  expect(operation?.responses[0]?.mediaType).toBe('application/json');
  const kinds = contract.clauses
    .filter(({ operation: of, status = 200 }) => of === 'addBook' && status === 200)
    .map(({ kind }) => kind);
  expect(kinds).not.toContain('mediaType');
  expect(kinds).not.toContain('contentType');
  expect(kinds).toContain('malformedJson');
});
