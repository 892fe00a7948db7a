import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesTooSmall } from './smallFiles.ts';
import { readSources } from './workspace.ts';

const root = join(import.meta.dirname, '../../..');

test('no file of the tree is so small that another could hold it', () => {
  const found = filesTooSmall(readSources(root));
  expect(found).toEqual([]);
});

test('a file of nine lines is found, one of ten is not', () => {
  const small = { path: 'packages/x/src/a.ts', text: 'line\n'.repeat(9) };
  const enough = { path: 'packages/x/src/b.ts', text: 'line\n'.repeat(10) };
  expect(filesTooSmall([small, enough])).toEqual(['packages/x/src/a.ts: 9']);
});

test.each([
  'packages/x/src/index.ts',
  'packages/x/src/kinds/const.ts',
  'packages/x/src/fixtures/server.ts',
  'packages/x/src/fetch.browser.ts',
  'packages/x/vitest.slow.config.ts',
  'apps/x/src/main.ts',
])('%s may be small', (path) => {
  expect(filesTooSmall([{ path, text: 'line\n' }])).toEqual([]);
});
