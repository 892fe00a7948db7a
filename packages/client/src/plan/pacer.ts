import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from '../commandLine.ts';

/** How often a call is sent that the service refuses as one too many. */
const mostTries = 8;

/** Nobody waits longer than that for one service. */
const longestPauseMs = 10 * 60_000;

/** The pace of all calls to one service: so many a second, and none while it wants to be left alone. */
export class Pacer {
  readonly #intervalMs: number;
  #next = 0;

  /** `perSecond` calls begin in each second; `Infinity` for as many as come. */
  constructor(perSecond: number) {
    this.#intervalMs = 1000 / perSecond;
  }

  /** Waits until a call may begin. Rejects where the signal ends the wait. */
  async wait(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const now = performance.now();
      if (now >= this.#next) {
        this.#next = Math.max(this.#next + this.#intervalMs, now - 1000 + this.#intervalMs);
        return;
      }
      // A pause that begins meanwhile moves the next call on.
      await delay(Math.min(this.#next - now, 1000), undefined, { signal });
    }
  }

  /** Has every call wait for so many milliseconds. */
  pause(milliseconds: number): void {
    this.#next = Math.max(this.#next, performance.now() + milliseconds);
  }
}

/** For how long a service is left alone that refused one call too many; none where that was not the reason, or it takes too long. */
function pauseAfter(error: unknown, tries: number): number | undefined {
  if (!(error instanceof Error) || !('status' in error) || error.status !== 429) return undefined;
  const asked = 'retryAfterMs' in error ? Number(error.retryAfterMs) : undefined;
  const own = Math.random() * Math.min(60_000, 500 * 2 ** tries);
  const pause = asked === undefined ? own : asked + Math.random() * 100;
  return tries < mostTries && pause <= longestPauseMs ? pause : undefined;
}

/** A connection whose calls keep the pace of their service. What it refuses as one too many had no effect, and is sent again. */
export function pacedConnection(connection: Connection, pacer: Pacer): Connection {
  return {
    ...connection,
    call: async (operation, input, options) => {
      for (let tries = 1; ; tries += 1) {
        await pacer.wait(options.signal);
        try {
          return await connection.call(operation, input, options);
        } catch (error) {
          const pause = pauseAfter(error, tries);
          if (pause === undefined) throw error;
          pacer.pause(pause);
        }
      }
    },
  };
}
