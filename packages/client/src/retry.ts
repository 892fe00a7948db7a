/** How a client retries. Only operations that the specification marks as repeatable are sent again. */
export interface RetryOptions {
  /** How often a call is sent at most, the first time included; 1 switches retries off. Default 3. */
  readonly attempts?: number;
  /** The longest pause before the first retry, in milliseconds; it doubles each time. Default 100. */
  readonly baseDelayMs?: number;
  /** The longest pause at all, in milliseconds. Default 20000. */
  readonly maxDelayMs?: number;
}

/** Answers that a proxy gives when it does not reach the server; a repeatable call may be sent again. */
const gatewayStatuses: ReadonlySet<number> = new Set([502, 503, 504]);

/** Whether a status that no documented error speaks of asks for another try. */
export function isTransient(status: number): boolean {
  return status === 429 || status === 500 || gatewayStatuses.has(status);
}

/** The pause before retry number `retry` (1, 2, …), in milliseconds: exponential, with full jitter. */
export function backOffMs(
  retry: number,
  { baseDelayMs, maxDelayMs }: Required<RetryOptions>,
): number {
  return Math.random() * Math.min(maxDelayMs, baseDelayMs * 2 ** (retry - 1));
}

/**
 * The pause that `Retry-After` asks for, in milliseconds; none where it is missing or malformed.
 * Both forms of RFC 9110, section 10.2.3: seconds, and an HTTP date.
 */
export function retryAfterMs(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  const text = value.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // Date.parse takes far more than an HTTP date, "1.5" among it.
  if (!/^[A-Za-z]{3,9},? /.test(text)) return undefined;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/**
 * Keeps the clients of a server that is down from multiplying its load: a retry costs one token,
 * a success gives a tenth back, and without a token nothing is sent again.
 */
export class RetryBudget {
  static readonly #capacity = 20;
  #tokens = RetryBudget.#capacity;

  /** Takes the price of one retry; false where the budget is used up. */
  take(): boolean {
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** Gives a part back after a success. */
  refill(): void {
    this.#tokens = Math.min(RetryBudget.#capacity, this.#tokens + 0.1);
  }
}

/** Repeats an attempt as long as `pauseAfter` names a pause, in milliseconds; 0 for none. Resolves with the last result. */
export async function repeated<Result>(
  attempt: (number: number) => Promise<Result>,
  pauseAfter: (result: Result) => number | undefined | Promise<number | undefined>,
  pause: (milliseconds: number) => Promise<void>,
): Promise<Result> {
  for (let number = 1; ; number += 1) {
    const result = await attempt(number);
    const milliseconds = await pauseAfter(result);
    if (milliseconds === undefined) return result;
    if (milliseconds > 0) await pause(milliseconds);
  }
}
