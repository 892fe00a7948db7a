import { expect, test } from 'vitest';
import { createMock } from './createMock.ts';
import { shelfDocument } from './fixtures/library.ts';

/** A library whose list of books has to have this header. */
function library(name: string, schema: object, faults: Parameters<typeof createMock>[1] = {}) {
  const document = structuredClone(shelfDocument) as unknown as {
    paths: Record<string, { get: { responses: Record<string, object> } }>;
  };
  Object.assign(document.paths['/books']?.get.responses['200'] ?? {}, {
    headers: { [name]: { required: true, 'x-source': 'LIB-HEADER', schema } },
  });
  return createMock(
    { document, deployment: { parents: {}, users: {}, settings: {} }, environment: {} },
    faults,
  );
}

async function listed(mock: ReturnType<typeof library>): Promise<Response> {
  await using running = await mock.start();
  const response = await fetch(`${running.url}/books`);
  return new Response(await response.text(), response);
}

test.each([
  ['Content-Length', 'integer', '1'],
  ['Content-Encoding', 'string', 'gzip'],
  ['Transfer-Encoding', 'string', 'chunked'],
  ['Connection', 'string', 'close'],
  ['X-Title', 'string', '日本'],
])(
  'of %s, which is how it is sent or cannot be sent, there is no sample',
  async (name, type, one) => {
    const response = await listed(library(name, { type, examples: [one] }));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ books: [] });
    expect(response.headers.get(name)).not.toBe(one);
  },
);

test.each(['Location', 'X-Title'])(
  'a required %s of which nobody knows what it is for has a sample',
  async (name) => {
    const response = await listed(library(name, { type: 'string', examples: ['/one'] }));
    expect(response.headers.get(name)).toBe('/one');
  },
);

test('a header that no response can have is answered with 500, and the mock goes on', async () => {
  const mock = library(
    'X-Title',
    { type: 'string' },
    {
      faults: () => [
        {
          name: 'broken',
          description: 'A header with a line break.',
          breaks: [],
          reply: (reply) => ({ ...reply, headers: [...reply.headers, ['x-odd', 'a\nb']] }),
        },
      ],
    },
  );
  mock.faults.on('broken');
  await using running = await mock.start();
  const response = await fetch(`${running.url}/books`);
  expect(response.status).toBe(500);
  expect(await response.text()).toContain('x-odd');
  mock.faults.off();
  expect((await fetch(`${running.url}/books`)).status).toBe(200);
});

test.each([
  ['uri', (url: string) => `${new URL(url).origin}/v1/books/one`],
  ['uri-reference', () => '/v1/books/one'],
])('a Location of format %s leads to what was created', async (format, wanted) => {
  const document = structuredClone(shelfDocument) as unknown as {
    paths: Record<string, { post: { responses: Record<string, object> } }>;
  };
  const Location = { required: true, 'x-source': 'LIB-HEADER', schema: { type: 'string', format } };
  Object.assign(document.paths['/books']?.post.responses['201'] ?? {}, { headers: { Location } });
  const deployment = { parents: {}, users: {}, settings: {} };
  await using running = await createMock({ document, deployment, environment: {} }).start();
  const response = await fetch(`${running.url}/books`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ isbn: 'one', title: 'One' }),
  });
  await response.text();
  expect(response.headers.get('location')).toBe(wanted(running.url));
});
