import { expect, test } from 'vitest';
import { showProgress } from './showProgress.ts';
import type { Terminal } from './terminal.ts';

const ownSecrets = (columns: Pick<Terminal, 'errColumns'>) => {
  const texts: string[] = [];
  const err = (text: string): void => void texts.push(text);
  return {
    texts,
    progress: showProgress({ environment: {}, out: err, err, columns: 80, ...columns }),
  };
};

const module = { target: 'pvwa', owner: 'addProvider', warned: 0 };

test('a module that ended tells how many checks it had, and how they ended', () => {
  const { texts, progress } = ownSecrets({});
  progress.module({ ...module, passed: 3, failed: 1, notRun: 2, notAtLevel: 4 });
  progress.module({ ...module, passed: 1, failed: 0, notRun: 0, notAtLevel: 0 });
  expect(texts).toEqual([
    'pvwa addProvider: 10 checks: 3 passed, 1 failed, 2 not run, 4 not at this level\n',
    'pvwa addProvider: 1 check: 1 passed\n',
  ]);
});

test('a terminal shows how many checks are done, of how many', () => {
  const { texts, progress } = ownSecrets({ errColumns: 80 });
  progress.planned(12);
  const check = { id: 'pvwa.a', api: 'pvwa', clauses: [], mismatches: [], exchanges: [] };
  progress.check('pvwa', { ...check, status: 'failed', milliseconds: 1 });
  expect(texts.join('')).toContain('pvwa 1 of 12 checks, 1 failed  pvwa.a');
});
