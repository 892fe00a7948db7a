import { AsyncLocalStorage } from 'node:async_hooks';
import { exec, spawn } from 'node:child_process';
import { externalDataInterceptor } from '@smithy/core/config';

type Done = (error: Error | null, printed?: { readonly stdout: string }) => void;

/** Keys are a few hundred characters. */
const mostPrinted = 2 ** 20;

/** Ends a process and all that it started. Windows knows no groups of processes. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Runs a line of a shell as the leader of a group of its own, which is ended with the signal, and answers what it printed. */
function runGroup(command: string, signal: AbortSignal, done: Done): void {
  const child = spawn(command, {
    shell: true,
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let stdout = '';
  const end = (): void => endGroup(child.pid);
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (stdout.length > mostPrinted) end();
  });
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  child.on('error', (error) => done(error));
  child.on('close', (code) => {
    signal.removeEventListener('abort', end);
    if (code === 0) done(null, { stdout });
    else done(new Error(`the credential_process ended with ${code ?? 'a signal'}`));
  });
}

const signals = new AsyncLocalStorage<AbortSignal>();

/**
 * Has AWS's chain end the credential process of a profile, and all that this started, with the signal. The chain has no
 * signal; it only lets others take the place of `exec`, for the whole program. Calls that are not ours keep `exec`.
 */
export function endingProcesses<Result>(signal: AbortSignal, chain: () => Result): Result {
  const record: Record<string, unknown> = externalDataInterceptor.getTokenRecord();
  record['exec'] ??= (command: string, done: Done): void => {
    const own = signals.getStore();
    if (own !== undefined) runGroup(command, own, done);
    else exec(command, (error, stdout) => done(error, { stdout }));
  };
  return signals.run(signal, chain);
}
