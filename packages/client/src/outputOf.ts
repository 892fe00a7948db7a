import { type ChildProcess, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { decodeText } from './decodeText.ts';

/** What a program printed on standard output, and how it ended: `code` is null where a signal of the system ended it. */
export interface ProgramOutput {
  readonly code: number | null;
  readonly text: string;
}

interface Running {
  readonly pid: number;
  readonly parent: number;
  /** As the system writes it: `T` is held, `Z` and `X` have ended. */
  readonly state: string;
}

function linuxProcesses(): Running[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // Behind the name, which may hold anything: the state, then the parent.
      const [state = '', parent] = text.slice(text.lastIndexOf(')') + 2).split(' ');
      return [{ pid: Number(pid), parent: Number(parent), state }];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}

function listedProcesses(): Running[] {
  const args = ['-A', '-o', 'pid=,ppid=,state='];
  const { stdout } = spawnSync('ps', args, { encoding: 'utf8' });
  return (stdout ?? '').split('\n').flatMap((line) => {
    const [pid, parent, state = ''] = line.trim().split(/\s+/);
    return state === '' ? [] : [{ pid: Number(pid), parent: Number(parent), state }];
  });
}

/** All that a process started and that is still running, itself first. What outlived its own parent is not found. */
function familyOf(root: number): Running[] {
  // Small images of Linux have no `ps`, or another one.
  const all = process.platform === 'linux' ? linuxProcesses() : listedProcesses();
  const family = all.filter(({ pid }) => pid === root);
  for (const { pid } of family) family.push(...all.filter(({ parent }) => parent === pid));
  return family;
}

/** So often is looked whether all stand still, each time a millisecond later: a busy machine needs some, and nothing else goes on meanwhile. */
const mostLooks = 300;

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
  // First they all stand still: one that is about to start another does so after the list was made.
  const held = new Set([pid]);
  send(pid, 'SIGSTOP');
  // Twice, as one that came to a halt while the list was made may have started another before.
  for (let look = 0, still = 0; look < mostLooks && still < 2; look += 1) {
    const family = familyOf(pid);
    const open = family.filter((one) => !held.has(one.pid));
    for (const one of open) {
      send(one.pid, 'SIGSTOP');
      held.add(one.pid);
    }
    still = open.length === 0 && family.every(({ state }) => /^[TZX]/i.test(state)) ? still + 1 : 0;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
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
 * killed and not waited for any more. Rejects with an `Error` that says which of both it was, that the
 * program could not be started, or that what it printed is no text; what it printed is in none.
 */
export function outputOf(
  child: ChildProcess & { readonly stdout: Readable },
  longestMs: number,
  signal?: AbortSignal,
): Promise<ProgramOutput> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
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
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    child.once('error', (error) => {
      forget();
      reject(error);
    });
    child.once('close', (code) => {
      forget();
      try {
        resolve({ code, text: decodeText(Buffer.concat(parts)) });
      } catch (error) {
        // Why it failed is worth more than how it says so.
        const failed = code === 0 ? '' : `it ended with ${code ?? 'a signal'}, and `;
        reject(new Error(`${failed}what it printed is no text in UTF-8`, { cause: error }));
      }
    });
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
  });
}
