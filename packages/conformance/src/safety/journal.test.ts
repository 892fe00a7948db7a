import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunOptions } from '../runner/runTarget.ts';
import { demonstration } from '../testing/checkAll.ts';
import { testRun } from '../testing/testRun.ts';
import { guardTarget } from './guardTarget.ts';
import { journalPath } from './journal.ts';
import { targetKey } from './targetKeys.ts';

const levels: readonly RunOptions[] = [{}, { level: 'allowWrites' }, { cleanUp: true }];

test.each<[string, (path: string) => void]>([
  ['is empty', (path) => writeFileSync(path, '')],
  ['is cut off', (path) => writeFileSync(path, '{"version":1,"url":"http')],
  [
    'is of another target',
    (path) => writeFileSync(path, '{"version":1,"url":"a","configurations":[]}\n'),
  ],
  [
    'has something else in it',
    (path) => writeFileSync(path, '{"version":1,"configurations":[7]}\n'),
  ],
  ['is a folder', (path) => mkdirSync(path)],
  ['is a pipe', (path) => void execFileSync('mkfifo', [path])],
  ['is a link to a device', (path) => symlinkSync('/dev/zero', path)],
  [
    'is far too long',
    (path) => {
      writeFileSync(path, '');
      truncateSync(path, 2 ** 33);
    },
  ],
])('a journal that %s ends the run at every level, and is named', async (_what, make) => {
  const { environment } = await demonstration('pvwa');
  const own = {
    ...environment,
    XDG_STATE_HOME: mkdtempSync(join(tmpdir(), 'conformance-journal-')),
  };
  const targets = await Promise.all(
    // Nothing is sent, so nothing has to listen.
    levels.map((options) => testRun('pvwa', 'http://127.0.0.1:9', options, own)),
  );
  const [first] = targets;
  const path = first === undefined ? '' : journalPath(targetKey(first), own);
  mkdirSync(join(path, '..'), { recursive: true });
  make(path);
  for (const target of targets)
    expect(await guardTarget(target, () => undefined)).toMatchObject({
      refused: { code: 'notPrepared', text: expect.stringContaining(path) as string },
    });
});
