import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';

/** What a program printed on standard output, and how it ended: `code` is null where a signal of the system ended it. */
export interface ProgramOutput {
  readonly code: number | null;
  readonly text: string;
}

/**
 * Waits for a program that was started, at most so many milliseconds. Then, or with the signal, it is killed and not waited for any
 * more, nor is what it started itself, which may hold its output open. Rejects with an `Error` that says which of both it was, or that
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
      child.kill('SIGKILL');
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
