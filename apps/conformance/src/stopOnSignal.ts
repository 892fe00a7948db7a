import type { Console } from './processConsole.ts';

/** What asks a process to end. */
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** One Ctrl-C can arrive twice: from the terminal, and from the program that started this one. */
const echoMs = 300;
/** So often is looked whether the parent is still there. */
const watchMs = 1000;

/**
 * Turns the first Ctrl-C, or anything else that asks the process to end, into an orderly end: no further check begins, and
 * what was changed is put back. So do a terminal that is closed, a parent that is gone, and output that nobody reads any more.
 * A second Ctrl-C ends the process at once; a terminal that says twice that it is closed does not.
 */
export function stopOnSignal({
  err,
  onGone,
}: Pick<Console, 'err' | 'onGone'>): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  let since = 0;
  const stop = (why: string): void => {
    if (controller.signal.aborted) return;
    since = performance.now();
    controller.abort();
    err(`\n${why}Stopping: putting back what was changed. Once more ends at once.\n`);
  };
  const onSignal = (name: NodeJS.Signals): void => {
    if (!controller.signal.aborted) return stop('');
    if (name === 'SIGHUP' || performance.now() - since < echoMs) return;
    err('\nEnded at once. What was not put back, the next run with --clean-up puts back.\n');
    process.exit(130);
  };
  for (const signal of stopSignals) process.on(signal, onSignal);
  const parent = process.ppid;
  // What began without a parent of its own, as a service does, has none to lose.
  const watch =
    parent <= 1
      ? undefined
      : setInterval(() => {
          if (process.ppid !== parent) stop('The process that started this one is gone. ');
        }, watchMs);
  watch?.unref();
  const forget = onGone?.(() => stop(''));
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      clearInterval(watch);
      forget?.();
      for (const signal of stopSignals) process.off(signal, onSignal);
    },
  };
}
