import { expect, test } from 'vitest';
import { boardTable } from './fixtures/boardApi.ts';
import { readSaved } from './savedResource.ts';

const reading = boardTable.operations.find(({ id }) => id === 'readNote');
const writing = boardTable.operations.find(({ id }) => id === 'replaceNote');
if (reading === undefined || writing === undefined) throw new Error('the table lacks an operation');
const [read, write] = [reading, writing];

test.each([
  ['what a save requires', { title: 'first', colour: '' }, true],
  ['only empty texts', { title: '', colour: '' }, false],
  ['its name, and nothing that can be written', { id: '1' }, true],
  ['its name, and an empty text that is optional', { id: '1', colour: '' }, true],
  ['an empty text that is optional', { colour: '' }, false],
  ['only what the server sets', { address: 'https://a' }, false],
])('a read that shows %s', async (_what, shown, isSaved) => {
  const connection = { call: async (): Promise<unknown> => shown };
  const { signal } = new AbortController();
  const found = await readSaved(connection, read, write, { board: 'b', id: '1' }, { signal });
  expect(found !== undefined).toBe(isSaved);
});
