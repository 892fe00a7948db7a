import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lockTarget } from './lockTarget.ts';
import { targetFileName } from './targetKeys.ts';

function newUrl(): string {
  return `http://${randomUUID()}.invalid/`;
}

function lockPath(url: string): string {
  return join(tmpdir(), `${targetFileName(url)}.lock`);
}

test('keeps a second run off the same target, and off that target only', () => {
  const url = newUrl();
  const first = lockTarget(url);
  expect(first.taken).toBe(true);
  expect(lockTarget(url)).toEqual({
    taken: false,
    reason: expect.stringContaining(`process ${process.pid} since 2`) as string,
  });
  const other = lockTarget(newUrl());
  expect(other.taken).toBe(true);
  if (first.taken) first.release();
  if (other.taken) other.release();
  const again = lockTarget(url);
  expect(again.taken).toBe(true);
  if (again.taken) again.release();
});

test('takes over the lock of a process that is gone', () => {
  const url = newUrl();
  const { pid } = spawnSync(process.execPath, ['--eval', '']);
  writeFileSync(lockPath(url), JSON.stringify({ pid, since: '2026-01-01T00:00:00.000Z' }));
  const lock = lockTarget(url);
  expect(lock.taken).toBe(true);
  expect(JSON.parse(readFileSync(lockPath(url), 'utf8'))).toMatchObject({ pid: process.pid });
  if (lock.taken) lock.release();
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith(targetFileName(url)))).toEqual([]);
});

test.each([
  ['an empty file', ''],
  ['a file that says nothing', '{"pid":"x"}'],
  [
    'the lock of a machine that was started again',
    JSON.stringify({ pid: process.pid, since: 'a', boot: 'another' }),
  ],
  [
    'the lock of a process that had the same number',
    JSON.stringify({ pid: process.pid, since: 'a', start: '1' }),
  ],
])('takes over %s', (_what, text) => {
  const url = newUrl();
  writeFileSync(lockPath(url), text);
  const lock = lockTarget(url);
  expect(lock.taken).toBe(true);
  if (lock.taken) lock.release();
});

test('leaves a lock of another container alone, and says which file it is', () => {
  const url = newUrl();
  const { pid } = spawnSync(process.execPath, ['--eval', '']);
  writeFileSync(lockPath(url), JSON.stringify({ pid, since: 'a', namespace: 'pid:[1]' }));
  expect(lockTarget(url)).toEqual({
    taken: false,
    reason: expect.stringMatching(/in another container; remove the file.*\.lock$/) as string,
  });
  rmSync(lockPath(url));
});

test.each<[string, (path: string) => void]>([
  ['a folder', (path) => mkdirSync(path)],
  ['a pipe', (path) => execFileSync('mkfifo', [path])],
  ['a link', (path) => symlinkSync('/dev/zero', path)],
  [
    'a file that is far too long',
    (path) => {
      writeFileSync(path, '');
      truncateSync(path, 2 ** 33);
    },
  ],
])('is not taken where %s is in its place, which is named', (_what, make) => {
  const url = newUrl();
  make(lockPath(url));
  expect(() => lockTarget(url)).toThrow(lockPath(url));
  rmSync(lockPath(url), { recursive: true });
});
