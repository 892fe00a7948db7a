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
        this.count();
        return;
      }
      // A pause that begins meanwhile moves the next call on.
      await delay(Math.min(this.#next - now, 1000), undefined, { signal });
    }
  }

  /** Counts a call that begins now. */
  count(): void {
    const earliest = performance.now() - 1000;
    this.#next = Math.max(this.#next, earliest) + this.#intervalMs;
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

/** How a write is sent. */
export interface PacedWrite {
  /** Ends the wait for a turn, and nothing that is sent. */
  readonly signal: AbortSignal;
  /**
   * Called each time right before the write is sent, as it may have waited for long. What it calls is sent at once. Where it rejects,
   * nothing is sent.
   */
  readonly before: (connection: Connection) => Promise<void>;
}

/** A connection whose calls keep the pace of their service. What it refuses as one too many had no effect, and is sent again. */
export interface PacedConnection extends Connection {
  /** Sends at once, and is counted all the same. */
  readonly atOnce: Connection;
  readonly write: (
    operation: string,
    input: Readonly<Record<string, unknown>>,
    options: PacedWrite,
  ) => Promise<unknown>;
}

/** Sends when its turn has come, and again where that was one call too many. */
async function atPace<Result>(
  pacer: Pacer,
  signal: AbortSignal,
  send: () => Promise<Result>,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    await pacer.wait(signal);
    try {
      return await send();
    } catch (error) {
      const pause = pauseAfter(error, tries);
      if (pause === undefined) throw error;
      pacer.pause(pause);
    }
  }
}

/** Has the calls of a connection keep a pace, which it may share with others. */
export function pacedConnection(connection: Connection, pacer: Pacer): PacedConnection {
  const atOnce: Connection = {
    ...connection,
    call: async (...call) => {
      pacer.count();
      return connection.call(...call);
    },
  };
  return {
    ...connection,
    atOnce,
    call: async (operation, input, options) =>
      atPace(pacer, options.signal, async () => connection.call(operation, input, options)),
    write: async (operation, input, { signal, before }) =>
      atPace(pacer, signal, async () => {
        await before(atOnce);
        // What is sent is never cut off: nobody would know whether it had its effect. The client itself would send it again unseen.
        const { signal: uninterrupted } = new AbortController();
        return connection.call(operation, input, { signal: uninterrupted, retry: false });
      }),
  };
}
