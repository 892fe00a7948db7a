import { isDeepStrictEqual } from 'node:util';
import type { Exchange, Violation } from './exchange.ts';
import type { Mock } from './mock.ts';

/** A request as a test writes it down. */
export interface PlainRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One request on both ways. */
export interface Compared {
  readonly request: PlainRequest;
  readonly fast: Observed;
  readonly prism: Observed;
}

/** A kind of request about which Prism and the mock may be of two minds. Status, content type and bytes never differ. */
export interface Exception {
  readonly name: string;
  readonly why: string;
  readonly applies: (compared: Compared) => boolean;
}

/** What became of a comparison. */
export interface Agreement {
  /** Requests that reached an operation. */
  readonly compared: number;
  /** How often each exception was needed. */
  readonly exceptions: Readonly<Record<string, number>>;
  /** The first ten requests on which the two ways differ and that no exception names. */
  readonly mismatches: readonly Compared[];
}

interface Observed {
  readonly operation: string | undefined;
  /** Kinds of the rules that the model finds broken. */
  readonly broken: readonly string[];
  readonly violations: readonly Violation[];
  /** Clause, status, headers, body, and the state that follows. */
  readonly response: object;
}

type Create = (path: 'fast' | 'prism') => Mock;

/**
 * Sends requests to a mock that answers by the fast path and to one that lets Prism itself handle everything, each time
 * from the same state. Answers must be the same to the byte, violations too; and the model must find a rule broken
 * exactly where Prism finds a violation.
 */
export async function agreement(
  create: Create,
  requests: readonly PlainRequest[],
  exceptions: readonly Exception[],
): Promise<Agreement> {
  const [fastMock, prismMock] = [create('fast'), create('prism')];
  const mismatches: Compared[] = [];
  const counts: Record<string, number> = Object.fromEntries(
    exceptions.map(({ name }) => [name, 0]),
  );
  let compared = 0;
  for (const request of requests) {
    const fast = await observedBy(fastMock, request);
    const prism = await observedBy(prismMock, request);
    if (fast === undefined || prism === undefined) continue;
    compared += 1;
    const pair = { request, fast, prism };
    if (agrees(pair)) continue;
    const exception = isDeepStrictEqual(fast.response, prism.response)
      ? exceptions.find(({ applies }) => applies(pair))
      : undefined;
    if (exception !== undefined) counts[exception.name] = (counts[exception.name] ?? 0) + 1;
    else if (mismatches.length < 10) mismatches.push(pair);
  }
  return { compared, exceptions: counts, mismatches };
}

function agrees({ fast, prism }: Compared): boolean {
  return (
    isDeepStrictEqual(fast.response, prism.response) &&
    isDeepStrictEqual(fast.violations, prism.violations) &&
    fast.broken.length > 0 === prism.violations.length > 0
  );
}

async function observedBy(
  mock: Mock,
  { method, target, headers, body }: PlainRequest,
): Promise<Observed | undefined> {
  mock.reset();
  const withoutBody = method === 'GET' || method === 'HEAD';
  await mock.fetch(`http://mock.example${target}`, {
    method,
    headers: Object.entries(headers).filter(([, value]) => value !== ''),
    // As bytes, so that no Content-Type is made up.
    body: withoutBody ? null : new TextEncoder().encode(body),
  });
  const exchange = mock.requests.at(-1);
  // What no operation takes never reaches Prism.
  return exchange?.request && observedIn(exchange, mock);
}

function observedIn(exchange: Exchange, mock: Mock): Observed {
  const { resources, sessions } = mock.state.read();
  const { status, headers, body } = exchange.reply;
  return {
    operation: exchange.operation,
    broken: exchange.broken.map(({ kind }) => kind),
    violations: exchange.violations,
    response: {
      clause: exchange.clause,
      status,
      headers,
      body: Buffer.from(body).toString('latin1'),
      resources,
      sessions,
    },
  };
}
