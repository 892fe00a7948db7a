import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { newMock } from './apiEntry.ts';
import { conformance } from './conformance.ts';

test('where one target cannot go on, the others have ended when the command ends', async () => {
  const mocks = [await newMock('pvwa'), await newMock('pvwa')] as const;
  await using first = await mocks[0].start();
  await using second = await mocks[1].start();
  let failures = 0;
  const code = await conformance(
    [
      '--target',
      `pvwa=${first.url}`,
      '--target',
      `pvwa=${second.url}`,
      '--requests-per-second',
      '80',
      '--max-requests',
      '60',
      '--disposable',
      '--report-dir',
      await mkdtemp(join(tmpdir(), 'conformance-failing-')),
    ],
    {
      environment: mocks[0].demo.environment,
      out: () => undefined,
      err: () => undefined,
      overwrite: (text) => {
        if (!text.includes('pvwa-1 1 of') || failures > 0) return;
        failures += 1;
        throw new Error('nobody reads this');
      },
      columns: 200,
      arrived: () => Promise.resolve(true),
      stopOnSignal: () => ({
        signal: new AbortController().signal,
        stop: () => undefined,
        [Symbol.dispose]: () => undefined,
      }),
      onGone: () => () => undefined,
    },
  );
  expect(failures).toBe(1);
  expect(code).toBe(4);
  const sent = mocks.map(({ requests }) => requests.length);
  await delay(300);
  expect(mocks.map(({ requests }) => requests.length)).toEqual(sent);
});
