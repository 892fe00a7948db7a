import { isObject, type JsonValue } from '@oidc-admin/contract';
import type { CallView, ShownCall } from './callView.ts';
import type { MockExchange } from './exchange.ts';
import { readQuery } from './readQuery.ts';

/** Which requests are meant; what is left out is not looked at. */
export interface CallFilter {
  readonly operation?: string;
  readonly method?: string;
  /** The path as it was sent, without its query. */
  readonly path?: string;
  readonly status?: number;
  /** What the body holds at least: of objects the named properties, everything else whole. */
  readonly body?: JsonValue;
}

/** Which requests must have been there, and how often: at least once, where no number says it. */
export interface CallExpectation extends CallFilter {
  readonly times?: number;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** Whether an expectation holds, and what was there; without anything secret. */
export interface CallVerdict {
  readonly ok: boolean;
  readonly count: number;
  /** For people: what was expected, and what was there instead. */
  readonly message: string;
  readonly calls: readonly ShownCall[];
}

const filterNames = ['operation', 'method', 'path', 'status', 'body'];
const numberNames = ['times', 'atLeast', 'atMost'];

/** Reads an expectation that somebody wrote. Throws on a name that is none, and on a wrong number. */
export function readExpectation(value: unknown): CallExpectation {
  if (!isObject(value)) throw new Error('an expectation is JSON such as {"operation": "…"}');
  for (const name of Object.keys(value))
    if (![...filterNames, ...numberNames].includes(name))
      throw new Error(
        `'${name}' is no part of an expectation; there are ${[...filterNames, ...numberNames].join(', ')}`,
      );
  for (const name of numberNames) {
    const number = value[name];
    if (number !== undefined && (!Number.isInteger(number) || Number(number) < 0))
      throw new Error(`'${name}' must be a whole number from 0 on`);
  }
  return value;
}

/** Reads a filter as it stands in a URL: `operation=NAME&status=200`. A body does not fit into one. */
export function readCallFilter(query: string): CallFilter {
  const { status, ...texts } = readQuery(query) ?? {};
  return readExpectation({ ...texts, ...(status === undefined ? {} : { status: Number(status) }) });
}

/** The requests that a filter means, oldest first. */
export function callsIn(
  exchanges: readonly MockExchange[],
  filter: CallFilter,
): readonly MockExchange[] {
  return exchanges.filter((exchange) => isMeant(exchange, filter));
}

function isMeant(
  { received, operation, reply, request }: MockExchange,
  filter: CallFilter,
): boolean {
  const [path] = received.target.split('?', 1);
  if (filter.operation !== undefined && filter.operation !== operation) return false;
  if (filter.method !== undefined && filter.method.toUpperCase() !== received.method) return false;
  if (filter.path !== undefined && filter.path !== path) return false;
  if (filter.status !== undefined && filter.status !== reply.status) return false;
  if (filter.body === undefined) return true;
  return request?.body.kind === 'json' && holds(request.body.value, filter.body);
}

function holds(value: JsonValue | undefined, expected: JsonValue): boolean {
  if (isObject(expected))
    return (
      isObject(value) && Object.entries(expected).every(([name, one]) => holds(value[name], one))
    );
  if (Array.isArray(expected))
    return (
      Array.isArray(value) &&
      value.length === expected.length &&
      expected.every((one: JsonValue, index) => holds(value[index] as JsonValue, one))
    );
  return value === expected;
}

/** Whether the requests that an expectation means were there as often as it says. */
export function verifyCalls(
  exchanges: readonly MockExchange[],
  { times, atLeast, atMost, ...filter }: CallExpectation,
  shown: CallView,
): CallVerdict {
  const calls = callsIn(exchanges, filter).map((exchange) => shown.call(exchange));
  const count = calls.length;
  const least = times ?? atLeast ?? (atMost === undefined ? 1 : 0);
  const most = times ?? atMost ?? Number.POSITIVE_INFINITY;
  const ok = count >= least && count <= most;
  if (ok) return { ok, count, message: 'as expected', calls };
  const { body, ...open } = filter;
  const what = [
    ...Object.entries(open).map(([name, value]) => `${name} ${value}`),
    // Its values may be secrets.
    ...(body === undefined
      ? []
      : [`a body with ${isObject(body) ? Object.keys(body).join(', ') : 'the value given'}`]),
  ].join(', ');
  const often =
    least === most
      ? `${least} times`
      : most < Infinity
        ? `${least} to ${most} times`
        : `at least ${least} times`;
  const others = exchanges.slice(-10).map((exchange) => {
    const { method, target, status, operation = 'no operation' } = shown.call(exchange);
    return `  ${method} ${target} (${operation}) ${status}`;
  });
  const message = [
    `expected ${often}, and there were ${count}: ${what === '' ? 'any request' : what}`,
    others.length === 0 ? 'There was no request at all.' : 'The last requests were:',
    ...others,
  ].join('\n');
  return { ok, count, message, calls };
}
