import { expect, test } from 'vitest';
import { createMock } from './createMock.ts';
import { realisticFaults } from './faults/index.ts';
import { shelfDocument } from './fixtures/library.ts';

const deployment = { parents: {}, users: {}, settings: {} };
function open(options = {}) {
  return createMock({ document: shelfDocument, deployment, environment: {} }, options);
}

async function call(mock: ReturnType<typeof open>, method: string, path: string, body?: object) {
  const response = await mock.fetch(`http://library.example/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await response.text();
  return [response.status, text === '' ? undefined : (JSON.parse(text) as unknown)];
}

test('an API with ordinary behaviour needs its document and no code', async () => {
  const mock = open();
  const stands = { isbn: '1', title: 'Emma', shelf: 'A1' };
  expect(await call(mock, 'GET', '/books')).toEqual([200, { books: [] }]);
  expect(await call(mock, 'POST', '/books', { isbn: '1', title: 'Emma' })).toEqual([201, stands]);
  expect(await call(mock, 'POST', '/books', { isbn: '1', title: 'Emma' })).toEqual([
    409,
    { reason: 'Taken, as documented.' },
  ]);
  expect(await call(mock, 'PUT', '/books/1', { title: 'Persuasion', shelf: 'B2' })).toEqual([
    204,
    undefined,
  ]);
  expect(await call(mock, 'GET', '/books/1')).toEqual([
    200,
    { isbn: '1', title: 'Persuasion', shelf: 'B2' },
  ]);
  expect(await call(mock, 'PUT', '/books/1', { title: 'x'.repeat(21) })).toEqual([
    400,
    { reason: 'Wrong, as documented.' },
  ]);
  expect(await call(mock, 'DELETE', '/books/1')).toEqual([204, undefined]);
  expect(await call(mock, 'GET', '/books/1')).toEqual([404, { reason: 'Missing, as documented.' }]);
});

test('what a seed leaves out has its default, as after a request', async () => {
  const mock = open({ seed: { resources: { book: { '': { 1: { title: 'Emma' } } } } } });
  expect(await call(mock, 'GET', '/books/1')).toEqual([
    200,
    { isbn: '1', title: 'Emma', shelf: 'A1' },
  ]);
  const wrong = { resources: { book: { '': { 2: { title: 'x'.repeat(21) } } } } };
  expect(() => mock.state.seed(wrong)).toThrow(
    'resources.book[""]["2"].title must NOT have more than 20 characters',
  );
  expect((await call(mock, 'GET', '/books/2'))[0]).toBe(404);
});

test('its faults are derived from the document too', async () => {
  const mock = open({ faults: realisticFaults });
  mock.faults.on('values-lower-cased');
  await call(mock, 'POST', '/books', { isbn: '1', title: 'Emma', shelf: 'C3' });
  expect(await call(mock, 'GET', '/books/1')).toEqual([
    200,
    { isbn: '1', title: 'emma', shelf: 'c3' },
  ]);
  mock.reset();
  mock.faults.on('limit-one-too-high:replaceBook.title');
  await call(mock, 'POST', '/books', { isbn: '1', title: 'Emma' });
  expect((await call(mock, 'PUT', '/books/1', { title: 'x'.repeat(21) }))[0]).toBe(204);
  expect((await call(mock, 'PUT', '/books/1', { title: 'x'.repeat(22) }))[0]).toBe(400);
});

test('a fault of which the document says nothing is none; a mock made without faults says so', () => {
  const names = open({ faults: realisticFaults })
    .faults.list()
    .map(({ name }) => name);
  expect(names).toContain('stale-list');
  expect(names).not.toContain('keys-in-any-case');
  expect(() => open().faults.on('stale-list')).toThrow(/made without the option 'faults'/);
});

test('the log keeps the last requests that 4 MiB hold', async () => {
  const mock = open();
  const path = 'x'.repeat(60_000);
  for (let index = 0; index < 150; index++) await call(mock, 'GET', `/${path}${index}`);
  expect(mock.requests.length).toBeGreaterThan(50);
  expect(mock.requests.length).toBeLessThan(70);
  expect(mock.requests.at(-1)?.received.target).toBe(`/v1/${path}149`);
});

test('of a long body the log keeps the beginning and the length, and of its violations the first', async () => {
  const mock = open();
  const title = 'x'.repeat(20_000);
  await call(mock, 'POST', '/books', { title });
  const [exchange] = mock.requests;
  expect(new TextDecoder().decode(exchange?.received.body)).toBe(
    JSON.stringify({ title }).slice(0, 16_384),
  );
  expect(exchange?.cut).toEqual({ received: 20_012 });
  expect(exchange?.request?.body).toEqual({ kind: 'none' });
  expect(exchange?.violations).toContainEqual({ location: ['body'], code: 'required' });
});

test('of a long response the log keeps the beginning and the length', async () => {
  const mock = open();
  for (let isbn = 0; isbn < 500; isbn++)
    await call(mock, 'POST', '/books', { isbn: String(isbn), title: 'Emma' });
  const [, body] = await call(mock, 'GET', '/books');
  const length = JSON.stringify(body).length;
  const exchange = mock.requests.at(-1);
  expect([exchange?.reply.body.byteLength, exchange?.cut]).toEqual([16_384, { reply: length }]);
});
