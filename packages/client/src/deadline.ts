import { AbortedError, type ClientError, TimeoutError } from './errors.ts';

/** In milliseconds, some 24 days; a longer timer would fire at once. */
export const longestTimeoutMs = 2 ** 31 - 1;

/** Why an option in milliseconds is no time that can be waited for, as a sentence; nothing where it is one. */
export function mistakeInTime(name: string, milliseconds: number): string | undefined {
  if (milliseconds > 0 && milliseconds <= longestTimeoutMs) return undefined;
  if (milliseconds === Number.POSITIVE_INFINITY) return undefined;
  const limits = milliseconds > 0 ? `at most ${longestTimeoutMs}, or Infinity` : 'above 0';
  return `'${name}' is ${milliseconds}; it must be ${limits}`;
}

/**
 * The end of one call: its time-out or the caller's signal, whichever comes first.
 * It bounds whatever is awaited through it, even a `fetch` that ignores its signal.
 */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #operation: string;
  readonly #end: number;
  readonly #given: AbortSignal | undefined;
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  #fail: ((error: ClientError) => void) | undefined;
  #error: ClientError | undefined;

  constructor(operation: string, timeoutMs: number, given: AbortSignal | undefined) {
    this.#operation = operation;
    this.#given = given;
    this.#end = performance.now() + timeoutMs;
    if (given?.aborted) this.#onAbort();
    if (this.#error !== undefined) return;
    given?.addEventListener('abort', this.#onAbort, { once: true });
    if (timeoutMs === Number.POSITIVE_INFINITY) return;
    const message = `${operation}: no response within the time-out of ${timeoutMs} ms`;
    this.#timer = setTimeout(
      () => this.#finish(new TimeoutError({ message, operation, timeoutMs })),
      timeoutMs,
    );
  }

  /** Aborted at the end of the call's time. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Why the call ended before its response, if it did. */
  get error(): ClientError | undefined {
    return this.#error;
  }

  /** What is left, in milliseconds. */
  get remainingMs(): number {
    return this.#end - performance.now();
  }

  /**
   * The promise's result, or the error of the deadline where that comes first. One at a time: a call does one thing
   * after the other.
   */
  race<T>(promise: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#error !== undefined) reject(this.#error);
      this.#fail = reject;
      // Even where it loses the race: a rejection without a handler would end the process.
      promise.then(resolve, reject);
    });
  }

  /** Waits, unless the deadline comes first. */
  async pause(milliseconds: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      await this.race(
        new Promise<void>((resolve) => {
          timer = setTimeout(resolve, milliseconds);
        }),
      );
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the watch; to be called when the call is over. */
  release(): void {
    clearTimeout(this.#timer);
    this.#given?.removeEventListener('abort', this.#onAbort);
  }

  readonly #onAbort = (): void => {
    const operation = this.#operation;
    const message = `${operation}: aborted by the caller's signal`;
    this.#finish(new AbortedError({ message, operation }));
  };

  #finish(error: ClientError): void {
    this.#error = error;
    this.#fail?.(error);
    this.#controller.abort(error);
  }
}
