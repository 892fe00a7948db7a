import type { Console } from './processConsole.ts';

/** What asks a process to end. */
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Turns the first Ctrl-C, or another signal that asks the process to end, into an orderly end: no further check begins,
 * and what was changed is put back. The second one ends the process at once.
 */
export function stopOnSignal({
  err,
}: Pick<Console, 'err'>): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) {
      err('\nEnded at once. What was not put back, the next run with --clean-up puts back.\n');
      process.exit(130);
    }
    err('\nStopping: putting back what was changed. Once more ends at once.\n');
    controller.abort();
  };
  for (const signal of stopSignals) process.on(signal, stop);
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      for (const signal of stopSignals) process.off(signal, stop);
    },
  };
}
