import type { CommandOperation } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { boardTable } from '../fixtures/boardApi.ts';
import { createNotesClient } from '../fixtures/notesClient.ts';
import { listHeld } from './findHeld.ts';

const listing = boardTable.operations.find(({ id }) => id === 'listNotes');
if (listing === undefined) throw new Error('the board has no list');
/** The same list with these parameters of its query. */
function askedBy(...names: readonly string[]): CommandOperation['parameters'] {
  const { parameters = [] } = listing ?? {};
  const [one] = parameters;
  if (one === undefined) throw new Error('the list of the board has no parameter');
  const more = names.map((name) => ({ ...one, name, in: 'query', required: false }) as const);
  return [...parameters, ...more];
}

const pages = { limit: 'limit', by: 'page', from: 'page', first: 1, usual: 2 } as const;
const paged: CommandOperation = { ...listing, parameters: askedBy('limit', 'page'), paging: pages };
const options = { signal: new AbortController().signal };
const notes = ['a', 'b', 'c', 'd', 'e'].map((title) => ({ title }));

test('what is shown in pages is read to its end', async () => {
  const asked: unknown[] = [];
  const call = async (_: string, input: Readonly<Record<string, unknown>>): Promise<unknown> => {
    asked.push(input);
    const page = Number(input['page'] ?? 1);
    return { notes: notes.slice((page - 1) * 2, page * 2) };
  };
  expect(await listHeld({ call }, paged, { board: 'x' }, options)).toEqual(notes);
  expect(asked).toEqual([{ board: 'x' }, { board: 'x', page: '2' }, { board: 'x', page: '3' }]);
});

test('a list that never ends is an error, and not a part of it', async () => {
  let count = 0;
  const call = async (): Promise<unknown> => {
    count += 2;
    return { notes: [{ title: count }, { title: count + 1 }] };
  };
  await expect(listHeld({ call }, paged, { board: 'x' }, options)).rejects.toThrow(
    'listNotes shows more than 1000 pages',
  );
});

test('a server whose pages are all the same is not asked for ever', async () => {
  let count = 0;
  const call = async (): Promise<unknown> => {
    count += 1;
    return { notes: notes.slice(0, 2) };
  };
  expect(await listHeld({ call }, paged, { board: 'x' }, options)).toEqual(notes.slice(0, 2));
  expect(count).toBe(2);
});

const cursors: CommandOperation = {
  ...listing,
  parameters: askedBy('limit', 'cursor'),
  paging: { limit: 'limit', by: 'cursor', from: 'cursor', first: 0, next: '/next' },
};

test('an empty page that names the next one is not the last one', async () => {
  const call = async (_: string, { cursor }: Readonly<Record<string, unknown>>): Promise<unknown> =>
    cursor === undefined ? { notes: [], next: 'c1' } : { notes };
  expect(await listHeld({ call }, cursors, { board: 'x' }, options)).toEqual(notes);
});

test.each([
  ['a page that leads to itself', notes.slice(2, 4)],
  ['an empty page that leads to itself', []],
])('%s is an error, as nobody saw the rest of the list', async (_, later) => {
  const call = async (
    _id: string,
    { cursor }: Readonly<Record<string, unknown>>,
  ): Promise<unknown> => ({ notes: cursor === undefined ? notes.slice(0, 2) : later, next: 'c1' });
  await expect(listHeld({ call }, cursors, { board: 'x' }, options)).rejects.toThrow(
    'what leads to the next page of listNotes leads back to an earlier one',
  );
});

test('a page that shows only what was shown is not the last one where it names a new cursor', async () => {
  const next: Readonly<Record<string, string>> = { '': 'c1', c1: 'c2' };
  const call = async (
    _: string,
    { cursor }: Readonly<Record<string, unknown>>,
  ): Promise<unknown> => {
    const at = typeof cursor === 'string' ? cursor : '';
    return { notes: at === 'c2' ? notes : notes.slice(0, 1), next: next[at] };
  };
  expect(await listHeld({ call }, cursors, { board: 'x' }, options)).toEqual(notes);
});

/** What a client of the test's API holds of a search whose pages have a header `Link`, and which URLs it asked. */
async function searched(linkOf: (page: number) => string) {
  const urls: string[] = [];
  const fetch = (async (url: string) => {
    urls.push(url);
    const link = linkOf(urls.length);
    const body = JSON.stringify({ notes: [{ title: `note ${urls.length}` }] });
    return new Response(body, { headers: { 'content-type': 'application/json', link } });
  }) as typeof globalThis.fetch;
  const client = createNotesClient('https://notes.example.com', { fetch });
  const search: CommandOperation = {
    ...listing,
    id: 'search',
    parameters: askedBy('words').slice(-1),
    paging: { limit: 'limit', by: 'cursor', from: 'words', first: 0, next: 'Link', link: 'whole' },
  } as CommandOperation;
  const held = listHeld({ call: (id, input) => client.call(id, input) }, search, {}, options);
  return { urls, held: await held.catch((error: unknown) => error) };
}

test('a header Link leads to the next page, with what the operation can be asked', async () => {
  const { urls, held } = await searched((page) =>
    page < 3 ? `</search?words=c${page}&unknown=1>; rel="next"` : '</search>; rel="first"',
  );
  expect(urls.map((url) => new URL(url).search)).toEqual(['', '?words=c1', '?words=c2']);
  expect(held).toEqual([{ title: 'note 1' }, { title: 'note 2' }, { title: 'note 3' }]);
});

test('where a header Link names the server otherwise, its query is asked of the one that was called', async () => {
  const { urls, held } = await searched((page) =>
    page < 2 ? '<http://inner.example.com/search?words=c1>; rel="next"' : '',
  );
  expect(urls).toEqual([
    'https://notes.example.com/search',
    'https://notes.example.com/search?words=c1',
  ]);
  expect(held).toEqual([{ title: 'note 1' }, { title: 'note 2' }]);
});

test('a header Link by what the operation does not have is an error that accuses nobody', async () => {
  const { urls, held } = await searched(() => '</search?$skiptoken=c>; rel="next"');
  expect(urls).toEqual(['https://notes.example.com/search']);
  expect(held).toMatchObject({
    code: 'UnexpectedResponseError',
    reason: 'pages',
    message: expect.stringContaining('leads to what its parameters cannot ask for'),
  });
});
