import type { Fetch } from './attempt.ts';
import { mistakeInTime } from './deadline.ts';
import { ConfigurationError } from './errors.ts';
import type { HttpExchange, ShownRequest } from './exchange.ts';
import type { RequestEvent } from './pipeline.ts';
import type { RetryOptions } from './retry.ts';
import type { TraceContext } from './traceContext.ts';

/** What every client may be given; each API's client adds how it is reached and how it signs in. */
export interface ClientOptions {
  /** In place of the client's own (on Node undici's, elsewhere the global one); a mock's, for example. With it, `proxy` and `ca` have no meaning. */
  readonly fetch?: Fetch | undefined;
  /** Milliseconds for a whole call, retries included; default 30000. `Infinity` for none; else at most 2^31 - 1, 24 days. */
  readonly timeoutMs?: number | undefined;
  /** When and how often repeatable operations are sent again; `false` for never. */
  readonly retry?: RetryOptions | false | undefined;
  /** The size of a body, in bytes, over which a response is refused; default 10 MiB. */
  readonly maxResponseBytes?: number | undefined;
  /** Called after every attempt. Holds no secret; what it throws is dropped. */
  readonly onRequest?: ((event: RequestEvent) => void) | undefined;
  /** Called after every attempt with all that went over the line, secrets masked; for people who look for a mistake. */
  readonly onExchange?: ((exchange: HttpExchange) => void) | undefined;
  /** Asked before every attempt: true holds the request back, and the call ends with an `AbortedError`. For a rehearsal. */
  readonly hold?: ((request: ShownRequest) => boolean) | undefined;
  /** Asked at every attempt for the trace context to pass on. */
  readonly traceContext?: (() => TraceContext | undefined) | undefined;
  /** Checks every success against the specification's schemas, at the price of time; default false. */
  readonly validateResponses?: boolean | undefined;
  /** Environment variables, such as `process.env`; none are read but through this. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** Node only. URL of the proxy, or `false` for none; left out, what `environment` names is followed, as curl does. */
  readonly proxy?: string | false | undefined;
  /** Node only. Certificates in PEM form that are trusted beside the usual ones. */
  readonly ca?: string | undefined;
  /** Node only. By which servers know the program that asks; with `fetch` it has no meaning. */
  readonly userAgent?: string | undefined;
}

function positive(name: string, value: number): number {
  if (!(value > 0))
    throw new ConfigurationError({ message: `'${name}' is ${value}; it must be above 0` });
  return value;
}

/** A time that a timer can wait for. */
function milliseconds(name: string, value: number): number {
  const message = mistakeInTime(name, value);
  if (message === undefined) return value;
  throw new ConfigurationError({ message });
}

/** Options with a value each. */
interface ResolvedOptions {
  readonly timeoutMs: number;
  readonly retry: Required<RetryOptions>;
  readonly maxResponseBytes: number;
}

/** The options with their defaults; a `ConfigurationError` names one that is out of range. */
export function resolveOptions(options: ClientOptions): ResolvedOptions {
  const { timeoutMs = 30_000, maxResponseBytes = 10 * 2 ** 20, retry = {} } = options;
  const never = { attempts: 1 };
  const {
    attempts = 3,
    baseDelayMs = 100,
    maxDelayMs = 20_000,
  }: RetryOptions = retry === false ? never : retry;
  return {
    timeoutMs: milliseconds('timeoutMs', timeoutMs),
    maxResponseBytes: positive('maxResponseBytes', maxResponseBytes),
    retry: {
      attempts: positive('retry.attempts', attempts),
      baseDelayMs: milliseconds('retry.baseDelayMs', baseDelayMs),
      maxDelayMs: milliseconds('retry.maxDelayMs', maxDelayMs),
    },
  };
}
