import { expect, onTestFinished, test, vi } from 'vitest';
import { createMock } from './createMock.ts';
import { realisticFaults } from './faults/index.ts';
import { shelfDocument } from './fixtures/library.ts';
import type { MockOptions } from './mock.ts';

const deployment = { parents: {}, users: {}, settings: {} };

function open(options: MockOptions = {}) {
  const definition = { document: shelfDocument, deployment, environment: {} };
  return createMock(definition, { control: '/_mock', sandboxes: {}, ...options });
}

const json = { 'content-type': 'application/json' };

function post(isbn: string, extra: Readonly<Record<string, string>> = {}) {
  return {
    method: 'POST',
    headers: { ...json, ...extra },
    body: JSON.stringify({ isbn, title: 'Emma' }),
  };
}

async function isbns(url: string, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(`${url}/books`, { headers });
  const { books } = (await response.json()) as {
    readonly books: readonly { readonly isbn: string }[];
  };
  return books.map(({ isbn }) => isbn);
}

test('a header or a path names a sandbox, which shares nothing with any other', async () => {
  const mock = open({ seed: { resources: { book: { '': { 1: { title: 'Emma' } } } } } });
  await using server = await mock.start();
  const a = { 'x-mock-sandbox': 'a' };
  expect((await fetch(`${server.url}/books`, post('2', a))).status).toBe(201);
  expect((await fetch(`${server.urlOf('b')}/books`, post('3'))).status).toBe(201);
  expect(await isbns(server.url)).toEqual(['1']);
  expect(await isbns(server.url, a)).toEqual(['1', '2']);
  expect(await isbns(server.urlOf('a'))).toEqual(['1', '2']);
  expect(await isbns(server.urlOf('b'))).toEqual(['1', '3']);
  mock.sandboxes.get('a').reset();
  expect(await isbns(server.urlOf('a'))).toEqual(['1']);
  expect(await isbns(server.urlOf('b'))).toEqual(['1', '3']);
  expect(mock.sandboxes.list().map(({ name }) => name)).toEqual(['a', 'b']);
  expect(() => server.urlOf('a/b')).toThrow(/1 to 64 letters, digits/);
});

test('the control interface makes, seeds, reads, resets, verifies and drops one', async () => {
  await using server = await open().start();
  const origin = new URL(server.url).origin;
  const control = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${origin}${path}`, init);
    return [response.status, await response.json()];
  };
  const seed = JSON.stringify({ resources: { book: { '': { 7: { title: 'Emma' } } } } });
  expect(await control('/_mock/sandboxes/a', { method: 'PUT', body: seed })).toEqual([
    200,
    { done: true },
  ]);
  expect(await control('/_mock/state')).toEqual([200, { resources: {}, sessions: {} }]);
  const [, state] = await control('/_sandbox/a/_mock/state');
  expect(state).toMatchObject({
    resources: { book: { '': { 7: { title: 'Emma', shelf: 'A1' } } } },
  });
  expect(await isbns(server.urlOf('a'))).toEqual(['7']);
  const verify = (expectation: object, headers = {}) =>
    control('/_mock/verify', { method: 'POST', headers, body: JSON.stringify(expectation) });
  const a = { 'x-mock-sandbox': 'a' };
  expect(await verify({ operation: 'listBooks', times: 1 }, a)).toMatchObject([
    200,
    { ok: true, count: 1 },
  ]);
  expect(await verify({ operation: 'listBooks' })).toMatchObject([200, { ok: false, count: 0 }]);
  expect(await verify({ operations: 'listBooks' })).toMatchObject([
    400,
    { message: expect.stringContaining("'operations' is no part of an expectation") },
  ]);
  expect(
    await control('/_mock/calls?operation=listBooks&status=200', { headers: a }),
  ).toMatchObject([
    200,
    [{ method: 'GET', target: '/_sandbox/a/v1/books', operation: 'listBooks', status: 200 }],
  ]);
  expect(await control('/_mock/sandboxes')).toMatchObject([200, [{ name: 'a', requests: 1 }]]);
  await control('/_mock/reset', { method: 'POST', headers: a });
  expect(await isbns(server.urlOf('a'))).toEqual([]);
  await control('/_mock/sandboxes/a', { method: 'DELETE' });
  expect(await control('/_mock/sandboxes')).toEqual([200, []]);
});

test('only this machine controls a sandbox, by whatever way it is named', async () => {
  await using server = await open().start();
  const origin = new URL(server.url).origin;
  const statuses = [];
  for (const path of ['/_mock/state', '/_sandbox/a/_mock/state'])
    for (const headers of [{}, { 'x-mock-sandbox': 'a' }]) {
      const from = { ...headers, origin: 'https://elsewhere.example' };
      statuses.push((await fetch(`${origin}${path}`, { headers: from })).status);
    }
  expect(statuses).toEqual([403, 403, 403, 403]);
});

test('one that was not used for a while is dropped; a used one never is, and there is an end to how many there are', async () => {
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
  onTestFinished(() => clock.mockRestore());
  const mock = open({ sandboxes: { most: 2, idleMs: 1000 } });
  await using server = await mock.start();
  const status = async (name: string) =>
    (await fetch(`${server.urlOf(name)}/books`, post('1'))).status;
  expect(await status('a')).toBe(201);
  now = 900;
  expect(await status('b')).toBe(201);
  const full = await fetch(`${server.urlOf('c')}/books`);
  expect([full.status, await full.json()]).toEqual([
    507,
    { message: expect.stringContaining('there are 2 sandboxes; drop one') },
  ]);
  now = 1000;
  expect(await status('a')).toBe(409);
  now = 1950;
  expect(await isbns(server.urlOf('c'))).toEqual([]);
  expect(mock.sandboxes.list().map(({ name }) => name)).toEqual(['a', 'c']);
  now = 2500;
  expect(await isbns(server.urlOf('a'))).toEqual([]);
  const a = mock.sandboxes.get('a');
  now = 3400;
  await a.fetch('http://library.example/v1/books', post('1'));
  now = 4300;
  expect(mock.sandboxes.list()).toMatchObject([{ name: 'a', idleMs: 900 }]);
});

test('a clock that a test moves drops none', async () => {
  let now = 0;
  const mock = open({ now: () => now });
  await using server = await mock.start();
  await fetch(`${server.urlOf('a')}/books`, post('1'));
  now += 3_600_000;
  expect(await isbns(server.urlOf('a'))).toEqual(['1']);
});

test('what all of them got has an end too, until they are reset', async () => {
  const mock = open({ sandboxes: { mostBytes: 100 } });
  await using server = await mock.start();
  const status = async (name: string, isbn: string) =>
    (await fetch(`${server.urlOf(name)}/books`, post(isbn))).status;
  expect([await status('a', '1'), await status('b', '1'), await status('a', '2')]).toEqual([
    201, 201, 201,
  ]);
  expect(await status('b', '2')).toBe(507);
  expect(await isbns(server.urlOf('b'))).toEqual(['1']);
  mock.sandboxes.get('a').reset();
  expect(await status('b', '2')).toBe(201);
});

test('one begins with the faults that are on, and goes its own way from there', async () => {
  const mock = open({ faults: realisticFaults });
  await using server = await mock.start();
  mock.faults.on('server-error', { operation: 'listBooks' });
  const status = async (name: string) => (await fetch(`${server.urlOf(name)}/books`)).status;
  expect(await status('a')).toBe(500);
  mock.faults.off();
  expect([await status('a'), await status('b')]).toEqual([500, 200]);
});

test('a wrong name is refused, and a mock without sandboxes knows none', async () => {
  await using server = await open().start();
  const wrong = await fetch(`${server.url}/books`, { headers: { 'x-mock-sandbox': 'a b' } });
  expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('1 to 64')]);
  const { sandboxes: _, ...without } = { control: '/_mock', sandboxes: undefined };
  const definition = { document: shelfDocument, deployment, environment: {} };
  const plain = createMock(definition, without);
  expect(() => plain.sandboxes.get('a')).toThrow("without the option 'sandboxes'");
  await using other = await plain.start();
  expect((await fetch(`${other.url}/books`, post('1', { 'x-mock-sandbox': 'a' }))).status).toBe(
    201,
  );
  expect(await isbns(other.url)).toEqual(['1']);
});

test('a test can ask whether something was called, how often and with what', async () => {
  const mock = open();
  const url = 'http://library.example/v1/books';
  await mock.fetch(url, post('1'));
  await mock.fetch(url, { method: 'POST', headers: json, body: '{"isbn":"2"}' });
  mock.verify({ operation: 'addBook', times: 2 });
  mock.verify({ method: 'post', path: '/v1/books', status: 201, body: { isbn: '1' }, times: 1 });
  mock.verify({ operation: 'listBooks', atMost: 0 });
  expect(() => mock.verify({ operation: 'addBook', body: { isbn: '3' } })).toThrow(
    'expected at least 1 times, and there were 0: operation addBook, a body with isbn\nThe last requests were:\n  POST /v1/books (addBook) 201\n  POST /v1/books (addBook) 400',
  );
  expect(() => mock.verify({ times: 1.5 })).toThrow("'times' must be a whole number");
  expect(mock.calls({ status: 400 })).toMatchObject([
    { body: { isbn: '2' }, broken: [{ clause: 'library.addBook.title.required' }] },
  ]);
});
