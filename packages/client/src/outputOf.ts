import { type ChildProcess, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';

/** What a program printed on standard output, and how it ended: `code` is null where a signal of the system ended it. */
export interface ProgramOutput {
  readonly code: number | null;
  readonly text: string;
}

/** The number of each process that Linux runs, and of its parent. */
function linuxProcesses(): number[][] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // Behind the name, which may hold anything: the state, then the parent.
      const [, parent] = text.slice(text.lastIndexOf(')') + 2).split(' ');
      return [[Number(pid), Number(parent)]];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}

/** All that a process started and that is still running, itself first. What outlived its own parent is not found. */
function familyOf(root: number): number[] {
  const listed = (): number[][] => {
    const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
    return (stdout ?? '').split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  };
  // Small images of Linux have no `ps`, or another one.
  const all = process.platform === 'linux' ? linuxProcesses() : listed();
  const family = [root];
  for (const one of family)
    family.push(...all.flatMap(([pid = 0, parent]) => (parent === one ? [pid] : [])));
  return family;
}

/**
 * Kills a program and all that it started, but for what went on when its own parent ended. They are no process group of their own:
 * what has none of the terminal's could not ask a person for a passphrase there.
 */
function killFamily(child: ChildProcess): void {
  const { pid, exitCode, signalCode } = child;
  // The number of one that has ended may be a stranger's by now.
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'], { windowsHide: true });
    return;
  }
  // First they all stand still: one that runs may start another after the list was made.
  const held = new Set<number>();
  for (let family = [pid]; family.length > 0;) {
    for (const one of family) send(one, 'SIGSTOP');
    family.forEach((one) => held.add(one));
    family = familyOf(pid).filter((one) => !held.has(one));
  }
  for (const one of held) send(one, 'SIGKILL');
}

function send(pid: number, signal: 'SIGSTOP' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}

/**
 * Waits for a program that was started, at most so many milliseconds. Then, or with the signal, it and what it started itself are
 * killed and not waited for any more. Rejects with an `Error` that says which of both it was, or that
 * the program could not be started; what it printed is in none.
 */
export function outputOf(
  child: ChildProcess & { readonly stdout: Readable },
  longestMs: number,
  signal?: AbortSignal,
): Promise<ProgramOutput> {
  return new Promise((resolve, reject) => {
    let text = '';
    const end = (why: string): void => {
      killFamily(child);
      child.stdout.destroy();
      reject(new Error(why));
    };
    const stop = (): void => end('stopped');
    const timer = setTimeout(end, longestMs, `no end within ${longestMs / 1000} s`);
    const forget = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    };
    child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
    child.once('error', (error) => {
      forget();
      reject(error);
    });
    child.once('close', (code) => {
      forget();
      resolve({ code, text });
    });
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
  });
}
