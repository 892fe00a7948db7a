import { setTimeout as delay } from 'node:timers/promises';
import { longestTimeoutMs } from '@oidc-admin/client';
import { NoResponse } from './noResponse.ts';
import type { RunNetwork } from './runNetwork.ts';
import { sendRaw } from './sendRaw.ts';
import { closeConnections, openConnections, sendRequest } from './sendRequest.ts';
import type { WireRequest } from './wireRequest.ts';
import type { WireResponse } from './wireResponse.ts';

/** What a run allows itself towards a target. */
export interface WireLimits {
  /** Of one request. */
  readonly timeoutMs: number;
  readonly requestsPerSecond?: number;
  readonly maxRequests?: number;
  readonly network?: RunNetwork;
  /** Whether a response asks to wait and to try again, beside the status 429. */
  readonly isBusy?: (response: WireResponse) => boolean;
}

/** The limit of requests was reached: what remains is not run. */
export class LimitReached extends Error {
  override readonly name = 'LimitReached';
}

/** The server answered 429 to every attempt: it judges the rate of requests, not the request. */
export class RateLimited extends Error {
  override readonly name = 'RateLimited';
}

/** Everything that leaves for one target goes through here. */
export interface Wire {
  /** Requests that were sent. */
  readonly count: number;
  /** How many milliseconds were spent waiting on purpose: for a session to end, between attempts, for the pace. */
  readonly waited: number;
  /** `raw`: over a socket of its own, with every byte seen. `beyondLimit`: cleaning up is never left half done. */
  send(
    request: WireRequest,
    options?: { readonly raw?: boolean; readonly beyondLimit?: boolean },
  ): Promise<WireResponse>;
  /** Waits some milliseconds. Throws where the wire is stopped meanwhile. */
  pause(milliseconds: number): Promise<void>;
  /** Interrupts every request, and refuses others until `resume`. */
  stop(): void;
  resume(): void;
  close(): void;
}

/** The run was stopped: nothing more is sent. */
class WireStopped extends Error {
  override readonly name = 'WireStopped';
}

/** So often a request is sent that is answered with 429. */
const patience = 4;

/** After so many requests in a row without a response, no other is sent. */
const silence = 8;

export function createWire(limits: WireLimits): Wire {
  let connections = openConnections(limits.network);
  let stopping = new AbortController();
  const waits = createWaits();
  const pace = createPace(limits.requestsPerSecond, waits.wait);
  let count = 0;
  /** Whether the last request was still answered with 429 in the end: waiting does not help then. */
  let exhausted = false;
  let unanswered = 0;

  const once = async (
    request: WireRequest,
    raw: boolean,
    beyondLimit: boolean,
  ): Promise<WireResponse> => {
    if (!beyondLimit && limits.maxRequests !== undefined && count >= limits.maxRequests)
      throw new LimitReached(`the limit of ${limits.maxRequests} requests was reached`);
    const { signal } = stopping;
    await pace(signal);
    signal.throwIfAborted();
    count += 1;
    return unlessStopped(
      raw
        ? sendRaw(request, limits.timeoutMs, limits.network)
        : sendRequest(request, limits.timeoutMs, connections),
      signal,
    );
  };

  const counted = async (sent: Promise<WireResponse>): Promise<WireResponse> => {
    try {
      const response = await sent;
      unanswered = 0;
      return response;
    } catch (error) {
      if (error instanceof NoResponse) unanswered += 1;
      throw error;
    }
  };

  return {
    get count() {
      return count;
    },
    get waited() {
      return waits.total;
    },
    async send(request, { raw = false, beyondLimit = false } = {}) {
      if (unanswered >= silence)
        throw new NoResponse(`not sent, as ${silence} requests in a row were not answered`);
      for (let tried = 1; ; tried += 1) {
        const response = await counted(once(request, raw, beyondLimit));
        if (response.status !== 429 && limits.isBusy?.(response) !== true) {
          exhausted = false;
          return response;
        }
        if (exhausted || tried === patience) {
          exhausted = true;
          const why = response.status === 429 ? 'too many requests' : 'which asks to wait';
          throw new RateLimited(`the target answered ${response.status}, ${why}, to every attempt`);
        }
        await waits.wait(waitAfter(response, tried), stopping.signal);
      }
    },
    pause: (milliseconds) => waits.wait(milliseconds, stopping.signal),
    stop: () => {
      stopping.abort(new WireStopped('the run was stopped'));
      closeConnections(connections);
    },
    resume: () => {
      if (!stopping.signal.aborted) return;
      stopping = new AbortController();
      connections = openConnections(limits.network);
    },
    close: () => closeConnections(connections),
  };
}

/** Milliseconds to wait after a 429: what the server asks for, at most ten seconds, else twice as long each time. */
function waitAfter(response: WireResponse, tried: number): number {
  const asked = Number(response.headers['retry-after']);
  return Number.isFinite(asked) && asked > 0 ? Math.min(asked, 10) * 1000 : 250 * 2 ** tried;
}

type Wait = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** Waits, and knows for how long; time in which several wait counts once. */
function createWaits(): { readonly total: number; readonly wait: Wait } {
  let waiting = 0;
  let since = 0;
  let past = 0;
  return {
    get total() {
      return past + (waiting > 0 ? performance.now() - since : 0);
    },
    async wait(milliseconds, signal) {
      if (waiting === 0) since = performance.now();
      waiting += 1;
      try {
        // One timer waits for no longer than 24 days; a longer one would be over at once.
        for (let left = milliseconds; left > 0; left -= longestTimeoutMs)
          await delay(Math.min(left, longestTimeoutMs), undefined, { signal });
      } finally {
        waiting -= 1;
        if (waiting === 0) past += performance.now() - since;
      }
    },
  };
}

function createPace(
  perSecond: number | undefined,
  wait: Wait,
): (signal: AbortSignal) => Promise<void> {
  if (perSecond === undefined) return async () => {};
  let next = 0;
  return async (signal) => {
    const now = performance.now();
    next = Math.max(now, next + 1000 / perSecond);
    await wait(next - now, signal);
  };
}

/** What was sent may still get a response: the run does not wait for it. */
async function unlessStopped<T>(sent: Promise<T>, signal: AbortSignal): Promise<T> {
  const stopped = Promise.withResolvers<never>();
  const stop = (): void => stopped.reject(signal.reason as Error);
  signal.addEventListener('abort', stop);
  try {
    return await Promise.race([sent, stopped.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
