import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
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
