import { randomUUID } from 'node:crypto';
import {
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';

/** Another run of the same work is going on. */
export class JournalBusyError extends Error {
  override readonly name = 'JournalBusyError';
}

/** Who has a lock says so that often. */
const beatMs = 30_000;

/** Nobody waits longer for a sign of life of a process on another computer. */
const silentMs = 6 * beatMs;

/** The locks of this process: another container may have had the same number. */
const own = new Set<string>();

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

/** What is in a lock, and when its holder was last alive; undefined where there is none. */
function readLock(file: string): { readonly text: string; readonly beatAt: number } | undefined {
  try {
    return { text: readFileSync(file, 'utf8'), beatAt: statSync(file).mtimeMs };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Who has a lock; undefined where nobody has it any more. */
function holderOf(file: string, text: string, beatAt: number): string | undefined {
  const [, pid, host] = /^(\d+) (\S+) /.exec(text) ?? [];
  if (pid === undefined) return 'somebody unknown';
  if (host !== hostname())
    return Date.now() - beatAt < silentMs ? `process ${pid} on ${host}` : undefined;
  const isHeld = Number(pid) === process.pid ? own.has(file) : isAlive(Number(pid));
  return isHeld ? `process ${pid}` : undefined;
}

/** Takes away a lock that nobody has, and no other one that somebody took meanwhile. */
function clear(file: string, text: string): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if (readFileSync(aside, 'utf8') !== text) linkSync(aside, file);
  rmSync(aside, { force: true });
}

/** Makes the lock with all that is in it at once; false where there is one. */
function make(file: string, text: string): boolean {
  const part = `${file}.${randomUUID()}`;
  try {
    writeFileSync(part, text, { mode: 0o600 });
    linkSync(part, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(part, { force: true });
  }
}

function hold(file: string, text: string): () => void {
  own.add(file);
  const beat = setInterval(() => {
    try {
      utimesSync(file, new Date(), new Date());
    } catch {
      // Who waits sees in the worst case no sign of life.
    }
  }, beatMs);
  beat.unref();
  return () => {
    clearInterval(beat);
    own.delete(file);
    if (readLock(file)?.text === text) rmSync(file, { force: true });
  };
}

/**
 * Takes a lock, also from a process that was killed, and answers how to give it back. Throws a {@link JournalBusyError} where another
 * process has it, on this computer or on another one that shares the folder.
 */
export function takeLock(file: string): () => void {
  const text = `${process.pid} ${hostname()} ${randomUUID()}\n`;
  let holder: string | undefined;
  for (let tries = 0; tries < 5; tries += 1) {
    if (make(file, text)) return hold(file, text);
    const there = readLock(file);
    if (there === undefined) continue;
    holder = holderOf(file, there.text, there.beatAt);
    if (holder !== undefined) break;
    clear(file, there.text);
  }
  throw new JournalBusyError(
    `${holder ?? 'another process'} is doing the same; wait until it has ended, or remove ${file} if it has`,
  );
}
