import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { openSession } from './fixtures/openSession.ts';
import {
  clientIdsIn,
  providerBody,
  providersPath,
  saveUntilGone,
  startStateProcess,
} from './fixtures/stateProcess.ts';

function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mock-state-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'state');
}

test(
  'of 30 kills under load none loses anything that was answered',
  { timeout: 300_000 },
  async () => {
    const stateFile = temporaryFile();
    const answered = new Map(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((id) => [id, 0]));
    for (const milliseconds of fc.sample(fc.nat(120), { numRuns: 30, seed: 12 })) {
      await using child = await startStateProcess(stateFile);
      const begun = Promise.withResolvers<void>();
      const workers = [...answered].map(async ([id, before]) => {
        answered.set(id, await saveUntilGone(child.url, id, before, begun.resolve));
      });
      await begun.promise;
      await wait(milliseconds);
      await child.kill();
      await Promise.all(workers);
      const kept = await clientIdsIn(stateFile);
      for (const [id, saved] of answered) {
        const found = Number(kept.get(id) ?? 0);
        // One more may have been written whose answer did not arrive any more.
        expect([saved, saved + 1], `${id} after a kill at ${milliseconds} ms`).toContain(found);
        answered.set(id, found);
      }
    }
    // Each kill waited for a save at least.
    const saves = [...answered.values()].reduce((sum, saved) => sum + saved, 0);
    expect(saves).toBeGreaterThanOrEqual(30);
  },
);

test('a full disk is answered with 500, loses nothing, and is forgotten once there is room', async () => {
  const stateFile = temporaryFile();
  // Files of this process have at most 400 blocks of 1,024 bytes.
  const limited = ['bash', '-c', 'ulimit -S -f 400; exec "$@"', 'limited'];
  await using child = await startStateProcess(stateFile, limited);
  const call = await openSession(child.url, 'admin', 'token');
  const kept: string[] = [];
  const add = (id: string) =>
    call('POST', providersPath, { ...providerBody, id, description: 'x'.repeat(250) });
  const statuses: number[] = [];
  const codes: unknown[] = [];
  // A provider takes a third of a block at least.
  for (let index = 0; index < 2000 && codes.filter(Boolean).length < 20; index += 1) {
    const response = await add(`p${index}`);
    statuses.push(response.status);
    if (response.status === 201) kept.push(`p${index}`);
    codes.push(response.code);
  }
  expect([...new Set(statuses)]).toEqual([201, 500]);
  expect([...new Set(codes)]).toEqual([undefined, 'PASWS500E']);
  // Reading goes on, and shows what is kept and nothing else.
  const listed = async (): Promise<unknown> =>
    ((await call('GET', providersPath)).json as { Providers: { id: string }[] }).Providers.map(
      ({ id }) => id,
    );
  expect(await listed()).toEqual(kept);
  execFileSync('prlimit', ['--pid', String(child.pid), '--fsize=unlimited:unlimited']);
  expect((await add('afterwards')).status).toBe(201);
  await child.kill();
  expect([...(await clientIdsIn(stateFile)).keys()]).toEqual([...kept, 'afterwards']);
});

test('a disk that is full from the start is an error at the start', async () => {
  const full = ['bash', '-c', 'ulimit -f 0; exec "$@"', 'full'];
  await expect(startStateProcess(temporaryFile(), full)).rejects.toThrow(
    /the state file \S+ cannot be written: /,
  );
});
