import { expect, test } from 'vitest';
import { createShelfMock } from './fixtures/createShelfMock.ts';

const url = 'http://library.example/v1/books';

async function opened() {
  const mock = createShelfMock({ control: '/_mock' });
  const add = (book: object) =>
    mock.fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(book),
    });
  const control = async (path: string, body?: object) => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await mock.fetch(`http://library.example/_mock/${path}`, init);
    return [response.status, await response.json()];
  };
  await add({ isbn: '1', title: 'Emma' });
  return { mock, add, control };
}

test.each([
  [{ operation: 'addBok' }, "there is no operation 'addBok'; known are listBooks, addBook"],
  [{ status: '201' }, "'status' must be a number"],
  [{ status: 2001 }, "'status' must be a number"],
  [{ method: 'PSOT' }, "'method' must be one of GET"],
  [{ method: 7 }, "'method' must be one of GET"],
  [{ path: 'v1/books' }, "'path' must be a text that begins with a slash"],
])('nobody is told that %j never came, since it cannot', async (filter, words) => {
  const { mock, control } = await opened();
  const message = expect.stringContaining(words);
  expect(await control('verify', { ...filter, times: 0 })).toEqual([400, { message }]);
  expect(() => mock.verify({ ...filter, times: 0 } as never)).toThrow(words);
  expect(() => mock.calls(filter as never)).toThrow(words);
});

test('a filter in a URL with a status that is no number is refused', async () => {
  const { control } = await opened();
  const message = expect.stringContaining("'status' must be a number");
  expect(await control('calls?status=abc')).toEqual([400, { message }]);
  expect(await control('calls?status=201')).toMatchObject([200, [{ operation: 'addBook' }]]);
});

test('of a body that is cut nobody can say that it never came', async () => {
  const { mock, add, control } = await opened();
  await add({ isbn: '7', title: 'Emma', shelf: 'x'.repeat(20_000) });
  const words = 'at most 0, since the log has only the beginning of the bodies of 1 requests';
  const body = { isbn: '7' };
  expect(() => mock.verify({ operation: 'addBook', body, times: 0 })).toThrow(words);
  expect(await control('verify', { body, atMost: 0 })).toMatchObject([400, {}]);
  expect(() => mock.verify({ operation: 'addBook', body })).toThrow('There may have been more');
  mock.verify({ operation: 'listBooks', body, times: 0 });
  mock.verify({ operation: 'addBook', times: 2 });
  mock.verify({ body: { isbn: '1' }, atMost: 2 });
});

test('of what the log forgot nobody can say that it never came, until a reset', async () => {
  const { mock, add } = await opened();
  const large = 'x'.repeat(16_000);
  for (let index = 0; index < 300; index += 1) await mock.fetch(`${url}/1`, { headers: { large } });
  expect(() => mock.verify({ operation: 'addBook', times: 0 })).toThrow('has no room for all');
  expect(() => mock.verify({ operation: 'addBook' })).toThrow('There may have been more');
  mock.verify({ operation: 'getBook', atLeast: 10 });
  mock.reset();
  mock.verify({ operation: 'addBook', times: 0 });
  await add({ isbn: '1', title: 'Emma' });
  expect(() => mock.verify({ operation: 'addBook', times: 0 })).toThrow('there were 1');
});
