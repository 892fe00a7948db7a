import { type ChildProcess, spawnSync } from 'node:child_process';
import type { Readable } from 'node:stream';

/** What a program printed on standard output, and how it ended: `code` is null where a signal of the system ended it. */
export interface ProgramOutput {
  readonly code: number | null;
  readonly text: string;
}

/** All that a process started and that is still running, itself first. */
function familyOf(root: number): number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const all = (stdout ?? '').split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const family = [root];
  for (const one of family)
    family.push(...all.flatMap(([pid = 0, parent]) => (parent === one ? [pid] : [])));
  return family;
}

/**
 * Kills a program and all that it started. They are no process group of their own: what has none of the terminal's could not ask a
 * person for a passphrase there.
 */
function killFamily(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'], { windowsHide: true });
    return;
  }
  for (const one of familyOf(pid))
    try {
      process.kill(one, 'SIGKILL');
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
