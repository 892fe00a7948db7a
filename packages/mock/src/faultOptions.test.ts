import { expect, test } from 'vitest';
import { createMock } from './createMock.ts';
import { readFaultOptions } from './faultOptions.ts';
import { realisticFaults } from './faults/index.ts';
import { shelfDocument } from './fixtures/library.ts';

const books = 'http://library.example/v1/books';

function open() {
  const deployment = { parents: {}, users: {}, settings: {} };
  return createMock(
    { document: shelfDocument, deployment, environment: {} },
    { faults: realisticFaults, control: '/_mock' },
  );
}

async function statuses(mock: ReturnType<typeof open>, count: number, url = books) {
  const found: number[] = [];
  for (let index = 0; index < count; index++) found.push((await mock.fetch(url)).status);
  return found;
}

test('a fault with `times` spoils so many requests that it concerns, and then none', async () => {
  const mock = open();
  mock.faults.on('server-error', { times: 2, operation: 'listBooks' });
  expect(await statuses(mock, 1, `${books}/1`)).toEqual([404]);
  expect(await statuses(mock, 4)).toEqual([500, 500, 200, 200]);
  expect(mock.faults.list().filter(({ on }) => on !== undefined)).toEqual([]);
});

test('a request that a fault does nothing to is none of its `times`', async () => {
  const mock = open();
  const add = async (isbn: string) => {
    const body = JSON.stringify({ isbn, title: 'Emma' });
    const headers = { 'content-type': 'application/json' };
    return (await mock.fetch(books, { method: 'POST', headers, body })).status;
  };
  mock.faults.on('create-not-saved', { times: 1 });
  expect(await statuses(mock, 2)).toEqual([200, 200]);
  expect(await statuses(mock, 1, 'http://library.example/unknown')).toEqual([404]);
  expect(await add('1')).toBe(201);
  expect(await statuses(mock, 1, `${books}/1`)).toEqual([404]);
  expect(await add('1')).toBe(201);
  expect(await statuses(mock, 1, `${books}/1`)).toEqual([200]);
});

test('a fault with `rate` spoils the same requests for the same seed, and others for another one', async () => {
  const mock = open();
  const withSeed = async (seed: number): Promise<number[]> => {
    mock.faults.on('server-error', { rate: 0.4, seed });
    return statuses(mock, 40);
  };
  const first = await withSeed(7);
  expect(first.filter((status) => status === 500).length).toBeGreaterThan(5);
  expect(first).toContain(200);
  expect(await withSeed(7)).toEqual(first);
  expect(await withSeed(8)).not.toEqual(first);
});

test('`delayMs` and `retryAfter` say how late a response comes and when to come again', async () => {
  const mock = open();
  mock.faults.on('too-many-requests', { delayMs: 60, retryAfter: 7 });
  const begin = performance.now();
  const response = await mock.fetch(books);
  expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7']);
  // A timer may fire within the last millisecond.
  expect(performance.now() - begin).toBeGreaterThan(58);
});

test('the control interface takes the same options, and names a wrong one', async () => {
  const mock = open();
  const put = (name: string) =>
    mock.fetch(`http://library.example/_mock/faults/${name}`, { method: 'PUT' });
  expect((await put('server-error?times=1')).status).toBe(200);
  expect(await statuses(mock, 2)).toEqual([500, 200]);
  const wrong = await put('server-error?times=0');
  expect(wrong.status).toBe(400);
  expect(await wrong.text()).toContain("'times' must be a whole number from 1 to");
  expect(() => readFaultOptions('time=1')).toThrow(
    "'time' is no option of a fault; known are operation, times, delayMs, retryAfter, rate, seed",
  );
});

test('a mock says that it is ready, where the API has nothing at that path', async () => {
  const deployment = { parents: {}, users: {}, settings: {} };
  const definition = { document: shelfDocument, deployment, environment: {} };
  const mock = createMock(definition, { health: '/health' });
  const response = await mock.fetch('http://library.example/health');
  expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
  expect(mock.requests).toEqual([]);
  const other = await createMock(definition).fetch('http://library.example/health');
  expect(other.status).toBe(404);
});
