import { closeConnections, openConnections, sendRequest } from './sendRequest.ts';
import { sendRaw } from './sendRaw.ts';
import { NoAnswer } from './wireAnswer.ts';
import type { WireAnswer } from './wireAnswer.ts';
import type { WireRequest } from './wireRequest.ts';

/** What a run allows itself towards a target. */
export interface WireLimits {
  /** Of one request. */
  readonly timeoutMs: number;
  readonly requestsPerSecond?: number;
  readonly maxRequests?: number;
}

/** The limit of requests was reached: what remains is not run. */
export class LimitReached extends Error {
  override readonly name = 'LimitReached';
}

/** Everything that leaves for one target goes through here. */
export interface Wire {
  /** Requests that were sent. */
  readonly count: number;
  /** `raw`: over a socket of its own, with every byte seen. `beyondLimit`: cleaning up is never left half done. */
  send(
    request: WireRequest,
    options?: { readonly raw?: boolean; readonly beyondLimit?: boolean },
  ): Promise<WireAnswer>;
  close(): void;
}

const patience = 4;

export function createWire(limits: WireLimits): Wire {
  const connections = openConnections();
  const pace = createPace(limits.requestsPerSecond);
  let count = 0;

  const once = async (
    request: WireRequest,
    raw: boolean,
    beyondLimit: boolean,
  ): Promise<WireAnswer> => {
    if (!beyondLimit && limits.maxRequests !== undefined && count >= limits.maxRequests)
      throw new LimitReached(`the limit of ${limits.maxRequests} requests was reached`);
    await pace();
    count += 1;
    return raw
      ? sendRaw(request, limits.timeoutMs)
      : sendRequest(request, limits.timeoutMs, connections);
  };

  return {
    get count() {
      return count;
    },
    async send(request, { raw = false, beyondLimit = false } = {}) {
      for (let tried = 1; ; tried += 1) {
        const answer = await once(request, raw, beyondLimit);
        if (answer.status !== 429) return answer;
        if (tried === patience)
          throw new NoAnswer(`429 to ${patience} attempts: lower the rate of requests`);
        await delay(waitAfter(answer, tried));
      }
    },
    close: () => closeConnections(connections),
  };
}

/** Milliseconds to wait after a 429: what the server asks for, at most ten seconds, else twice as long each time. */
function waitAfter(answer: WireAnswer, tried: number): number {
  const asked = Number(answer.headers['retry-after']);
  return Number.isFinite(asked) && asked > 0 ? Math.min(asked, 10) * 1000 : 250 * 2 ** tried;
}

function createPace(perSecond: number | undefined): () => Promise<void> {
  if (perSecond === undefined) return async () => {};
  let next = 0;
  return async () => {
    const now = performance.now();
    next = Math.max(now, next + 1000 / perSecond);
    await delay(next - now);
  };
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
