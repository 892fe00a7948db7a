import { attempt, type Attempt, type AttemptSettings, type Call } from './attempt.ts';
import { Deadline } from './deadline.ts';
import type { Outcome } from './judge.ts';
import type { PlainRequest } from './plainRequest.ts';
import { backOffMs, RetryBudget, retryAfterMs, type RetryOptions } from './retry.ts';

/** What is told about one attempt of a call. Holds no secret. */
export interface RequestEvent {
  readonly operation: string;
  /** 1, 2, … within the call. */
  readonly attempt: number;
  readonly method: string;
  /** With secrets redacted. */
  readonly url: string;
  readonly durationMs: number;
  /** Where a response came. */
  readonly status?: number;
  /** The `code` of the error, where the attempt failed. */
  readonly errorCode?: string;
}

/** What the pipeline is set up with. */
export interface TransportSettings extends AttemptSettings {
  /** For a whole call. */
  readonly timeoutMs: number;
  readonly retry: Required<RetryOptions>;
  readonly onRequest?: ((event: RequestEvent) => void) | undefined;
}

/** Sends calls: attempts, pauses between them, one time-out over all. The promise never rejects. */
export type Transport = (request: PlainRequest, call: Call) => Promise<Outcome>;

/** Makes the pipeline of one client. Its calls share one retry budget. */
export const createTransport = (settings: TransportSettings): Transport => {
  const { authentication, redactor, retry, onRequest } = settings;
  const budget = new RetryBudget();

  const tell = (call: Call, number: number, started: number, made: Attempt): void => {
    if (onRequest === undefined || made.request === undefined) return;
    const { request, outcome } = made;
    const { id } = call.operation;
    const url = redactor.url(request.url, id);
    const status = outcome.response?.status ?? outcome.error?.status;
    const event: RequestEvent = {
      operation: id,
      attempt: number,
      method: request.method,
      url: url.includes('?') ? redactor.text(url, made.secrets()) : url,
      durationMs: performance.now() - started,
      ...(status === undefined ? {} : { status }),
      ...(outcome.error === undefined ? {} : { errorCode: outcome.error.code }),
    };
    try {
      onRequest(event);
    } catch {
      // Who only watches must not change what happens.
    }
  };

  /** The pause before the next attempt in milliseconds, or none where this one was the last. */
  const pauseAfter = (
    { outcome, final }: Attempt,
    call: Call,
    retries: number,
    remainingMs: number,
  ): number | undefined => {
    const { error, response } = outcome;
    if (final || error === undefined || !error.retryable || !call.operation.repeatable)
      return undefined;
    if (retries + 1 >= retry.attempts) return undefined;
    const asked = retryAfterMs(response?.headers.get('retry-after') ?? null, Date.now());
    const pause = Math.max(asked ?? 0, backOffMs(retries + 1, retry));
    return pause < remainingMs && budget.take() ? pause : undefined;
  };

  const isRefused = async (made: Attempt, call: Call, deadline: Deadline): Promise<boolean> => {
    const { outcome, request } = made;
    if (authentication?.refused === undefined || request === undefined) return false;
    if (outcome.error === undefined || outcome.response === undefined) return false;
    if (outcome.response.status !== 401 && outcome.response.status !== 403) return false;
    const again = authentication.refused(outcome.response, request, call.operation);
    return again instanceof Promise ? deadline.race(again) : again;
  };

  return async (request, call) => {
    const { operation, options } = call;
    const deadline = new Deadline(
      operation.id,
      options.timeoutMs ?? settings.timeoutMs,
      options.signal,
    );
    let made: Attempt | undefined;
    try {
      let retries = 0;
      let reauthorized = operation.security === undefined;
      for (let number = 1; ; number += 1) {
        const started = performance.now();
        made = await attempt(settings, request, call, deadline);
        tell(call, number, started, made);
        if (made.outcome.error === undefined) {
          budget.refill();
          return made.outcome;
        }
        if (deadline.error !== undefined) return made.outcome;
        if (!reauthorized && (await isRefused(made, call, deadline))) {
          reauthorized = true;
          continue;
        }
        const pause = pauseAfter(made, call, retries, deadline.remainingMs);
        if (pause === undefined) return made.outcome;
        retries += 1;
        await deadline.pause(pause);
      }
    } catch (error) {
      // Only the deadline ends a pause early.
      if (deadline.error === undefined) throw error;
      return { error: deadline.error };
    } finally {
      deadline.release();
    }
  };
};
