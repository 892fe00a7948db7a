import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { targetFileName } from './targetFile.ts';

interface Holder {
  readonly pid: number;
  readonly since: string;
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process cannot be signalled, but it is there.
    return codeOf(error) === 'EPERM';
  }
};

const holderOf = (path: string): Holder | undefined => {
  try {
    const { pid, since } = JSON.parse(readFileSync(path, 'utf8')) as Partial<Holder>;
    return typeof pid === 'number' && typeof since === 'string' ? { pid, since } : undefined;
  } catch {
    return undefined;
  }
};

const take = (path: string): boolean => {
  try {
    const holder: Holder = { pid: process.pid, since: new Date().toISOString() };
    writeFileSync(path, JSON.stringify(holder), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
};

/**
 * Removes the lock of a process that is gone. A second lock, held for a moment, keeps two processes from doing that at
 * once, where the slower one would remove the lock of the faster.
 */
const removeStale = (path: string): void => {
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
};

export type Locked =
  | { readonly taken: true; release(): void }
  | { readonly taken: false; readonly reason: string };

/**
 * Keeps other runs on this machine off a target. The lock is a file in the temporary directory; one whose process is gone
 * is taken over.
 */
export const lockTarget = (url: string): Locked => {
  const path = join(tmpdir(), `${targetFileName(url)}.lock`);
  if (!take(path)) {
    removeStale(path);
    if (!take(path)) {
      const holder = holderOf(path);
      const who =
        holder === undefined ? 'another run' : `process ${holder.pid} since ${holder.since}`;
      return { taken: false, reason: `${url} is being checked by ${who}; the lock is ${path}` };
    }
  }
  return { taken: true, release: () => rmSync(path, { force: true }) };
};
