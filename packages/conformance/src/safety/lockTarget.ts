import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { targetFileName } from './targetKeys.ts';

interface Holder {
  readonly pid: number;
  readonly since: string;
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process cannot be signalled, but it is there.
    return codeOf(error) === 'EPERM';
  }
}

function holderOf(path: string): Holder | undefined {
  try {
    const { pid, since } = JSON.parse(readFileSync(path, 'utf8')) as Partial<Holder>;
    return typeof pid === 'number' && typeof since === 'string' ? { pid, since } : undefined;
  } catch {
    return undefined;
  }
}

function take(path: string): boolean {
  try {
    const holder: Holder = { pid: process.pid, since: new Date().toISOString() };
    writeFileSync(path, JSON.stringify(holder), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Removes the lock of a process that is gone. A second lock, held for a moment, keeps two processes from doing that at
 * once, where the slower one would remove the lock of the faster.
 */
function removeStale(path: string): void {
  const removing = `${path}.removing`;
  if (!take(removing)) {
    const other = holderOf(removing);
    if (other !== undefined && !lives(other.pid)) rmSync(removing, { force: true });
    return;
  }
  try {
    const holder = holderOf(path);
    if (holder !== undefined && !lives(holder.pid)) rmSync(path, { force: true });
  } finally {
    rmSync(removing, { force: true });
  }
}

type Locked =
  | { readonly taken: true; release(): void }
  | { readonly taken: false; readonly reason: string };

/** Takes one lock; answers who holds it where that is not possible. */
function lock(path: string): string | undefined {
  if (take(path)) return undefined;
  removeStale(path);
  if (take(path)) return undefined;
  const holder = holderOf(path);
  return holder === undefined ? 'another run' : `process ${holder.pid} since ${holder.since}`;
}

/**
 * Keeps other runs on this machine off a target, by every key that it has in common with them. Each lock is a file in the
 * temporary directory; one whose process is gone is taken over.
 */
export function lockTarget(url: string, keys: readonly string[] = [url]): Locked {
  const held: string[] = [];
  const release = (): void => {
    for (const path of held) rmSync(path, { force: true });
  };
  // In one order everywhere, so that of two runs one gets them all.
  for (const key of keys.toSorted()) {
    const path = join(tmpdir(), `${targetFileName(key)}.lock`);
    const holder = lock(path);
    if (holder !== undefined) {
      release();
      return { taken: false, reason: `${url} is being checked by ${holder}; the lock is ${path}` };
    }
    held.push(path);
  }
  return { taken: true, release };
}
