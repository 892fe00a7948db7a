import type { CommandOperation } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { boardTable } from '../fixtures/boardApi.ts';
import { listHeld } from './findHeld.ts';

const listing = boardTable.operations.find(({ id }) => id === 'listNotes');
if (listing === undefined) throw new Error('the board has no list');
const pages = { limit: 'limit', by: 'page', from: 'page', first: 1, usual: 2 } as const;
const paged: CommandOperation = { ...listing, paging: pages };
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
