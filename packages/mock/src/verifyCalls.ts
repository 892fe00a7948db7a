import { isObject, type Contract, type JsonValue } from '@oidc-admin/contract';
import type { CallView, ShownCall } from './callView.ts';
import type { MockExchange } from './exchange.ts';
import { parseBody } from './parseBody.ts';
import { readQuery } from './readQuery.ts';
import type { RequestLog } from './requestLog.ts';

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

const methods = 'GET HEAD POST PUT PATCH DELETE OPTIONS TRACE CONNECT'.split(' ');

/** Reads an expectation that somebody wrote. Throws on what no request can ever be, since "never called" would be true of it. */
export function readExpectation(value: unknown, contract: Contract): CallExpectation {
  const expectation = checked(value, [...filterNames, ...numberNames], contract);
  for (const name of numberNames) {
    const number = expectation[name];
    if (number !== undefined && (!Number.isInteger(number) || Number(number) < 0))
      throw new Error(`'${name}' must be a whole number from 0 on`);
  }
  return expectation;
}

/** Reads a filter that somebody wrote, as strictly as an expectation. */
export function readFilter(value: unknown, contract: Contract): CallFilter {
  return checked(value, filterNames, contract);
}

function checked(
  value: unknown,
  names: readonly string[],
  { operations }: Contract,
): Readonly<Record<string, unknown>> {
  if (!isObject(value)) throw new Error('an expectation is JSON such as {"operation": "…"}');
  for (const name of Object.keys(value))
    if (!names.includes(name))
      throw new Error(`'${name}' is no part of an expectation; there are ${names.join(', ')}`);
  const { operation, method, path, status } = value;
  if (operation !== undefined && !operations.some(({ id }) => id === operation))
    throw new Error(
      `there is no operation '${shownText(operation)}'; known are ${operations.map(({ id }) => id).join(', ')}`,
    );
  if (method !== undefined && !methods.includes(shownText(method).toUpperCase()))
    throw new Error(`'method' must be one of ${methods.join(', ')}`);
  if (path !== undefined && !shownText(path).startsWith('/'))
    throw new Error("'path' must be a text that begins with a slash");
  const isStatus = Number.isInteger(status) && Number(status) >= 100 && Number(status) < 600;
  if (status !== undefined && !isStatus)
    throw new Error("'status' must be a number from 100 to 599");
  return value;
}

function shownText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Reads a filter as it stands in a URL: `operation=NAME&status=200`. A body does not fit into one. */
export function readCallFilter(query: string, contract: Contract): CallFilter {
  const { status, ...texts } = readQuery(query) ?? {};
  const number = status === undefined ? {} : { status: Number(status) };
  return readFilter({ ...texts, ...number }, contract);
}

/** The requests that a filter means, oldest first. */
export function callsIn(
  exchanges: readonly MockExchange[],
  filter: CallFilter,
): readonly MockExchange[] {
  return exchanges.filter((exchange) => isMeant(exchange, filter) === true);
}

/** Whether a filter means a request; undefined where the log has too little of its body to tell. */
function isMeant(
  { received, operation, reply, request, cut }: MockExchange,
  filter: CallFilter,
): boolean | undefined {
  const [path] = received.target.split('?', 1);
  if (filter.operation !== undefined && filter.operation !== operation) return false;
  if (filter.method !== undefined && filter.method.toUpperCase() !== received.method) return false;
  if (filter.path !== undefined && filter.path !== path) return false;
  if (filter.status !== undefined && filter.status !== reply.status) return false;
  if (filter.body === undefined) return true;
  if (cut?.received !== undefined) return undefined;
  // Of a caller who is kept out nobody has read it yet.
  const body = request?.body.kind === 'json' ? request.body : parseBody(received.body);
  return body.kind === 'json' && holds(body.value, filter.body);
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

/**
 * Whether the requests that an expectation means were there as often as it says. Throws where the log cannot tell, since it forgot some or cut their bodies: then
 * there may have been more than the expectation allows.
 */
export function verifyCalls(
  log: RequestLog,
  { times, atLeast, atMost, ...filter }: CallExpectation,
  shown: CallView,
): CallVerdict {
  const exchanges = log.list;
  const calls = callsIn(exchanges, filter).map((exchange) => shown.call(exchange));
  const count = calls.length;
  const cut = exchanges.filter((exchange) => isMeant(exchange, filter) === undefined).length;
  const lacks = [
    ...(log.isWhole ? [] : ['the log has no room for all requests since the last reset']),
    ...(cut === 0 ? [] : [`the log has only the beginning of the bodies of ${cut} requests`]),
  ].join(', and ');
  const least = times ?? atLeast ?? (atMost === undefined ? 1 : 0);
  const most = times ?? atMost ?? Number.POSITIVE_INFINITY;
  const ok = count >= least && count <= most;
  if (lacks !== '' && ok && most < (log.isWhole ? count + cut : Number.POSITIVE_INFINITY))
    throw new Error(`nobody can say that there were at most ${most}, since ${lacks}`);
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
    ...(lacks === '' ? [] : [`There may have been more, since ${lacks}.`]),
    others.length === 0 ? 'There was no request at all.' : 'The last requests were:',
    ...others,
  ].join('\n');
  return { ok, count, message, calls };
}
