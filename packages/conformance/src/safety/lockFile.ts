import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { isObject, type JsonValue } from '@oidc-admin/contract';
import { readOwnFile } from './readOwnFile.ts';

/** A process, so that it is not taken for another one. What only Linux tells is left out elsewhere. */
interface Holder {
  readonly pid: number;
  readonly since: string;
  /** Which start of the machine: process numbers of another one mean nothing. */
  readonly boot?: string;
  /** Where its number counts: in a container the same number is another process. */
  readonly namespace?: string;
  /** When the process began, in ticks of the kernel. */
  readonly start?: string;
}

/** A lock that was taken, or who holds it. */
type Locked =
  | { readonly taken: true; release(): void }
  | { readonly taken: false; readonly holder: string };

const longestLock = 4096;

function knownOf<Name extends string>(name: Name, read: () => string): { [name in Name]?: string } {
  try {
    return { [name]: read() } as { [name in Name]?: string };
  } catch {
    return {};
  }
}

/** The 22nd field of proc(5) `stat`; the second one, the name, may hold anything. */
function startOf(pid: number): string {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function thisProcess(): Holder {
  const { pid } = process;
  return {
    pid,
    since: new Date().toISOString(),
    ...knownOf('boot', () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    ...knownOf('namespace', () => readlinkSync('/proc/self/ns/pid')),
    ...knownOf('start', () => startOf(pid)),
  };
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process cannot be signalled, but it is there.
    return codeOf(error) === 'EPERM';
  }
}

/** Whether a process may still be there. Of one in another container nobody can say, so it is. */
function lives({ pid, boot, namespace, start }: Holder): boolean {
  const own = thisProcess();
  if (boot !== own.boot && boot !== undefined && own.boot !== undefined) return false;
  if (isElsewhere(namespace)) return true;
  if (!exists(pid)) return false;
  return start === undefined || (knownOf('start', () => startOf(pid)).start ?? start) === start;
}

function isElsewhere(namespace: string | undefined): boolean {
  return namespace !== undefined && namespace !== thisProcess().namespace;
}

/** Who holds a lock; undefined where the file is gone, or empty, or says nothing that a lock says. Throws for what is no file. */
function holderOf(path: string): Holder | undefined {
  const text = readOwnFile(path, longestLock) ?? '';
  let found: JsonValue;
  try {
    found = JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
  if (!isObject(found)) return undefined;
  const { pid, since, boot, namespace, start } = found;
  if (typeof pid !== 'number' || !Number.isInteger(pid) || pid < 1 || typeof since !== 'string')
    return undefined;
  return {
    pid,
    since,
    ...(typeof boot === 'string' && { boot }),
    ...(typeof namespace === 'string' && { namespace }),
    ...(typeof start === 'string' && { start }),
  };
}

/** Makes the file as a whole or not at all: a lock is never empty, also where the disk is full. */
function take(path: string, holder: Holder): boolean {
  const whole = `${path}.${holder.pid}.${randomBytes(4).toString('hex')}`;
  try {
    writeFileSync(whole, JSON.stringify(holder), { flag: 'wx', mode: 0o600 });
    linkSync(whole, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw new Error(`the lock ${path} cannot be taken: ${(error as Error).message}`, {
      cause: error,
    });
  } finally {
    rmSync(whole, { force: true });
  }
}

/**
 * Removes the lock of a process that is gone. A second lock, held for a moment, keeps two processes from doing that at
 * once, where the slower one would remove the lock of the faster.
 */
function removeStale(path: string, own: Holder): void {
  const removing = `${path}.removing`;
  if (!take(removing, own)) {
    const other = holderOf(removing);
    if (other === undefined || !lives(other)) rmSync(removing, { force: true });
    return;
  }
  try {
    const holder = holderOf(path);
    if (holder === undefined || !lives(holder)) rmSync(path, { force: true });
  } finally {
    rmSync(removing, { force: true });
  }
}

/**
 * Takes a lock, which is a file that names its process; one whose process is gone is taken over. Throws an error that names the file
 * where it is something else than a file, or cannot be read or made.
 */
export function lockFile(path: string): Locked {
  const own = thisProcess();
  if (!take(path, own)) {
    removeStale(path, own);
    if (!take(path, own)) {
      const holder = holderOf(path);
      if (holder === undefined) return { taken: false, holder: 'another process' };
      const where = isElsewhere(holder.namespace)
        ? ' in another container; remove the file if that one is gone'
        : '';
      return { taken: false, holder: `process ${holder.pid} since ${holder.since}${where}` };
    }
  }
  const release = (): void => {
    const holder = holderOf(path);
    // Somebody may have removed it by hand, and another run taken it.
    if (holder?.pid === own.pid && holder.since === own.since) rmSync(path, { force: true });
  };
  return { taken: true, release };
}
