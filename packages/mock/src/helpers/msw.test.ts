import { setupServer } from 'msw/node';
import { afterAll, beforeAll, expect, expectTypeOf, test } from 'vitest';
import { createShelfMock } from '../fixtures/createShelfMock.ts';
import { addAndList } from '../fixtures/shelfCalls.ts';
import { mswHandlers, type OperationReply } from './msw.ts';

type Book = { isbn: string; title: string; shelf: string };
type Json<Body> = { content: { 'application/json': Body } };

/** As openapi-typescript writes it. */
interface Operations {
  getBook: {
    parameters: { path: { isbn: string } };
    requestBody?: never;
    responses: { 200: Json<Book>; 404: Json<{ reason: string }> };
  };
  addBook: {
    parameters: { path?: never };
    requestBody: Json<{ isbn: string; title: string }>;
    responses: { 201: Json<Book>; 400: Json<{ reason: string }> };
  };
}

const json = { 'content-type': 'application/json' };
const url = 'https://library.example/v1';
const mock = createShelfMock();
const handlers = mswHandlers<Operations>(mock, url);
const server = setupServer(handlers.all);

beforeAll(() => server.listen());
afterAll(() => server.close());

test('MSW answers as the mock does, at the address of the server', async () => {
  expect(await addAndList(url, 'Emma')).toEqual(['Emma']);
  mock.verify({ operation: 'addBook', body: { title: 'Emma' }, times: 1 });
  expect((await fetch(`${url}/books/9`)).status).toBe(404);
});

test('an operation can be answered otherwise, typed by the document', async () => {
  server.use(
    handlers.on('getBook', ({ path }) =>
      path.isbn === '9'
        ? { status: 200, body: { isbn: path.isbn, title: 'Lost', shelf: 'Z9' } }
        : undefined,
    ),
    handlers.on('addBook', ({ body }) => ({ status: 400, body: { reason: `no ${body.title}` } })),
  );
  const read = async (path: string, init?: RequestInit) => (await fetch(url + path, init)).json();
  expect(await read('/books/9')).toEqual({ isbn: '9', title: 'Lost', shelf: 'Z9' });
  expect(await read('/books/1')).toMatchObject({ title: 'Emma' });
  const body = JSON.stringify({ isbn: '2', title: 'Emma' });
  expect(await read('/books', { method: 'POST', body })).toEqual({ reason: 'no Emma' });
  const malformed = await fetch(`${url}/books`, {
    method: 'POST',
    headers: json,
    body: '{"isbn":',
  });
  expect(malformed.status).toBe(400);
  expect(await malformed.json()).not.toEqual({ reason: 'no Emma' });
  expectTypeOf<{ status: 418 }>().not.toExtend<OperationReply<Operations['getBook']>>();
  // @ts-expect-error The document has no such operation.
  expect(() => handlers.on('burnBook', () => undefined)).toThrow(
    "there is no operation 'burnBook'",
  );
});
