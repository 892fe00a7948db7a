import type { Console } from './processConsole.ts';

/**
 * Turns what asks a run to end into an orderly end: no further check begins, and what was changed is put back. So do a terminal
 * that is closed, a parent that is gone, npx and its shell included, and progress that nobody reads any more.
 */
export function stopRun({
  stopOnSignal,
  onGone,
}: Pick<Console, 'stopOnSignal' | 'onGone'>): Disposable & { readonly signal: AbortSignal } {
  const stopping = stopOnSignal({
    stopping: 'Stopping: putting back what was changed. Once more ends at once.',
    atOnce: '\nEnded at once. What was not put back, the next run with --clean-up puts back.\n',
    watchStarters: true,
  });
  const forget = onGone(() => stopping.stop());
  return {
    signal: stopping.signal,
    [Symbol.dispose]: () => {
      forget();
      stopping[Symbol.dispose]();
    },
  };
}
