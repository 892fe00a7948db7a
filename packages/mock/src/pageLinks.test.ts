import { expect, test } from 'vitest';
import { createMock } from './createMock.ts';
import { shelfDocument } from './fixtures/library.ts';

type Editable = Record<string, Record<string, Record<string, Record<string, unknown>>>>;

/** A mock of a library with three books, whose list leads from page to page by the header `Link`. */
function library() {
  const document = structuredClone(shelfDocument) as unknown as Editable;
  const { get } = document['paths']?.['/books'] ?? {};
  const parameter = (name: string, more: object): object => ({
    name,
    in: 'query',
    description: name,
    schema: { type: 'integer', ...more },
  });
  Object.assign(get ?? {}, {
    'x-paging': { limit: 'limit', page: 'page', next: 'Link' },
    parameters: [parameter('limit', { default: 2 }), parameter('page', {})],
  });
  const { book } = document['x-resources'] ?? {};
  Object.assign(book?.['rules'] ?? {}, { paged: book?.['rules']?.['listed'] });
  const books = Object.fromEntries(['1', '2', '3'].map((isbn) => [isbn, { title: isbn }]));
  return createMock(
    { document, deployment: { parents: {}, users: {}, settings: {} }, environment: {} },
    { seed: { resources: { book: { '': books } } }, sandboxes: {} },
  );
}

async function linkAt(fetch: typeof globalThis.fetch, url: string, headers = {}) {
  return (await fetch(url, { headers })).headers.get('link');
}

test('a header Link leads to the next page at the URL under which the page was asked for', async () => {
  const { fetch } = library();
  expect(await linkAt(fetch, 'https://library.example/v1/books?shelf=a%20b')).toBe(
    '<https://library.example/v1/books?shelf=a+b&page=2>; rel="next", <https://library.example/v1/books?shelf=a+b>; rel="first"',
  );
  expect(await linkAt(fetch, 'https://library.example/v1/books?page=2')).toBe(
    '<https://library.example/v1/books>; rel="first"',
  );
});

test('over HTTP, behind another name and in a sandbox, it leads to the same server', async () => {
  const mock = library();
  const running = await mock.start();
  try {
    const { origin } = new URL(running.url);
    const link = await linkAt(globalThis.fetch, `${origin}/_sandbox/a/v1/books?limit=1`);
    expect(link).toContain(`<${origin}/_sandbox/a/v1/books?limit=1&page=2>; rel="next"`);
  } finally {
    await running.stop();
  }
});
