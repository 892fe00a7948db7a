import { watchStarters } from './watchStarters.ts';

/** How a process that is asked to end does so. */
export interface StopOptions {
  /** What a person is told when it begins to end. */
  readonly stopping?: string;
  /** What a person is told who asks a second time. */
  readonly atOnce?: string;
  /** Whether it ends too when whoever started it is gone. */
  readonly watchStarters?: boolean;
  /** After so long it is ended at once; it has as long as it wants where left out. */
  readonly graceMs?: number;
}

/** What has begun to end. */
export interface Stopping extends Disposable {
  readonly signal: AbortSignal;
  /** Begins to end it, and says why. */
  readonly stop: (why?: string) => void;
}

/** What asks a process to end. */
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** As a shell reports what SIGINT ended. */
const endedAtOnce = 130;
/** One Ctrl-C can arrive twice: from the terminal, and from the program that started this one. */
const echoMs = 300;
/** So often is looked whether those who started it are still there. */
const watchMs = 1000;

/**
 * Turns the first Ctrl-C, or anything else that asks the process to end, into an orderly end: the signal is aborted, and the
 * process goes on. A second Ctrl-C ends it at once; a terminal that says twice that it is closed does not.
 */
export function stopOnSignal(options: StopOptions, say: (text: string) => void): Stopping {
  const controller = new AbortController();
  let since = 0;
  let grace: NodeJS.Timeout | undefined;
  const endAtOnce = (): void => {
    if (options.atOnce !== undefined) say(options.atOnce);
    process.exit(endedAtOnce);
  };
  const stop = (why = ''): void => {
    if (controller.signal.aborted) return;
    since = performance.now();
    controller.abort();
    if (options.stopping !== undefined) say(`\n${why}${options.stopping}\n`);
    if (options.graceMs !== undefined) grace = setTimeout(endAtOnce, options.graceMs).unref();
  };
  const onSignal = (name: NodeJS.Signals): void => {
    if (!controller.signal.aborted) stop();
    else if (name !== 'SIGHUP' && performance.now() - since >= echoMs) endAtOnce();
  };
  for (const name of stopSignals) process.on(name, onSignal);
  // What began without a parent of its own, as a service does, has none to lose.
  const watched = options.watchStarters === true && process.ppid > 1;
  const isAlone = watched ? watchStarters(process) : () => false;
  const watch = watched
    ? setInterval(() => {
        if (isAlone()) stop('The process that started this one is gone. ');
      }, watchMs).unref()
    : undefined;
  return {
    signal: controller.signal,
    stop,
    [Symbol.dispose]: () => {
      clearInterval(watch);
      clearTimeout(grace);
      for (const name of stopSignals) process.off(name, onSignal);
    },
  };
}
