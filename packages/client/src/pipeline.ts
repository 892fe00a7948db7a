import {
  attempt,
  type Attempt,
  type AttemptSettings,
  type PendingCall,
  type PreparedRequest,
} from './attempt.ts';
import { Deadline, longestTimeoutMs, mistakeInTime } from './deadline.ts';
import { type ClientError, InputError } from './errors.ts';
import { type HttpExchange, shownRequest, shownResponse } from './exchange.ts';
import type { CallOutcome } from './judge.ts';
import { backOffMs, repeated, retryAfterMs, RetryBudget, type RetryOptions } from './retry.ts';
import type { TraceContext } from './traceContext.ts';

/** What a hook gets to know about one attempt of a call. It has no secret in it. */
export interface RequestEvent {
  readonly operation: string;
  /** 1, 2, … within the call. */
  readonly attempt: number;
  readonly method: string;
  /** As the specification writes it, with the names of its parameters. */
  readonly path: string;
  /** With secrets redacted. */
  readonly url: string;
  readonly durationMs: number;
  /** Where a response came. */
  readonly status?: number;
  /** The `code` of the error, where the attempt failed. */
  readonly errorCode?: string;
  /** What the option `traceContext` answered for this attempt: the same object. */
  readonly traceContext?: TraceContext;
}

/** What the pipeline is set up with. */
interface PipelineSettings extends AttemptSettings {
  /** For a whole call. */
  readonly timeoutMs: number;
  readonly retry: Required<RetryOptions>;
  readonly onRequest?: ((event: RequestEvent) => void) | undefined;
  readonly onExchange?: ((exchange: HttpExchange) => void) | undefined;
}

/** Sends calls: attempts, pauses between them, one time-out over all. The promise never rejects. */
type Pipeline = (request: PreparedRequest, call: PendingCall) => Promise<CallOutcome>;

/** Makes the pipeline of one client. Its calls share one retry budget. */
export function createPipeline(settings: PipelineSettings): Pipeline {
  const budget = new RetryBudget();
  return async (request, call) => {
    const { operation, options } = call;
    const { timeoutMs = settings.timeoutMs } = options;
    const message = mistakeInTime('timeoutMs', timeoutMs);
    if (message !== undefined) {
      return { error: new InputError({ message, operation: operation.id, property: 'timeoutMs' }) };
    }
    const deadline = new Deadline(operation.id, timeoutMs, options.signal);
    let retries = 0;
    let mayBeDone = false;
    let reauthorized = operation.security === undefined;

    async function once(number: number): Promise<Attempt> {
      const started = performance.now();
      const made = await attempt(settings, request, call, deadline);
      mayBeDone ||= made.isDoubtful;
      const { id, path } = operation;
      tell(settings, made, { operation: id, path, attempt: number }, started);
      return made;
    }

    async function pauseAfter(made: Attempt): Promise<number | undefined> {
      const { error, response } = made.outcome;
      if (error === undefined) budget.refill();
      if (error === undefined || made.request === undefined || deadline.error !== undefined)
        return undefined;
      if (!reauthorized && (await deadline.race(isRefused(settings, made, call)))) {
        reauthorized = true;
        return 0;
      }
      if (!error.retryable || !operation.repeatable || options.retry === false) return undefined;
      retries += 1;
      if (retries >= settings.retry.attempts) return undefined;
      const asked = retryAfterMs(response?.headers.get('retry-after') ?? null, Date.now()) ?? 0;
      const pause = Math.max(asked, backOffMs(retries, settings.retry));
      // A server may ask for any pause; a timer waits for no longer one.
      const isPossible = pause < deadline.remainingMs && pause <= longestTimeoutMs;
      return isPossible && budget.take() ? pause : undefined;
    }

    try {
      const { outcome } = await repeated(once, pauseAfter, (ms) => deadline.pause(ms));
      if (mayBeDone) doubt(outcome.error);
      return outcome;
    } catch (error) {
      // Only the deadline ends a pause early.
      if (deadline.error === undefined) throw error;
      if (mayBeDone) doubt(deadline.error);
      return { error: deadline.error };
    } finally {
      deadline.release();
    }
  };
}

/** Says of a change that failed that it may have happened, in the last attempt or in one before. */
function doubt(error: ClientError | undefined): void {
  if (error !== undefined) error.message += '; the request may have had its effect all the same';
}

/** Whether the server refused the proof, and another one is worth a try. */
async function isRefused(
  { authentication }: PipelineSettings,
  { outcome: { response }, request }: Attempt,
  { operation }: PendingCall,
): Promise<boolean> {
  if (authentication?.refused === undefined || request === undefined || response === undefined)
    return false;
  if (response.status !== 401 && response.status !== 403) return false;
  return authentication.refused(response, request, operation);
}

function tell(
  { onRequest, onExchange, redactor, table }: PipelineSettings,
  { request, outcome, secrets, traceContext }: Attempt,
  which: Pick<RequestEvent, 'operation' | 'path' | 'attempt'>,
  started: number,
): void {
  if (request === undefined) return;
  if (onExchange !== undefined) {
    const { response } = outcome;
    const isSecret = table.sensitive.wholeResponses.includes(which.operation);
    const exchange = {
      request: shownRequest(which.operation, request, redactor, secrets()),
      ...(response && { response: shownResponse(response, redactor, secrets(), isSecret) }),
    };
    watched(() => onExchange(exchange));
  }
  if (onRequest === undefined) return;
  const url = redactor.url(request.url, which.operation);
  const status = outcome.response?.status ?? outcome.error?.status;
  const event: RequestEvent = {
    ...which,
    method: request.method,
    url: url.includes('?') ? redactor.text(url, secrets()) : url,
    durationMs: performance.now() - started,
    ...(status === undefined ? {} : { status }),
    ...(outcome.error === undefined ? {} : { errorCode: outcome.error.code }),
    ...(traceContext === undefined ? {} : { traceContext }),
  };
  watched(() => onRequest(event));
}

/** Calls a hook. Who only watches must not change what happens. */
function watched(hook: () => void): void {
  try {
    hook();
  } catch {
    // Nobody is there to be told.
  }
}
