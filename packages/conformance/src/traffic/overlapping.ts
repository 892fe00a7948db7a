import { parentsAbove, schemesOf, type Contract } from '@oidc-admin/contract';
import { createRouter } from '@oidc-admin/model';
import { carriedProof } from '../checks/carriedProof.ts';
import type { TrafficExchange, TrafficRequest } from './trafficExchange.ts';

/** So long a request may still be under way at the server that was given up, or answered for it by a gateway; in milliseconds. */
export const longestUnseen = 60_000;

/** Whether nobody knows when the server has done what a request asks for, or will. */
export function isUnseen({ method, response }: TrafficExchange): boolean {
  if (['GET', 'HEAD', 'OPTIONS'].includes(method)) return false;
  return response === undefined || response.status >= 500 || response.status === 408;
}

/** So much the clocks of two machines differ that are set by the network, in milliseconds. */
const clocksDiffer = 2000;

/** Which resource an exchange is about, if any, those above, and whether it may change the first. */
interface About {
  readonly resource: string | undefined;
  readonly above: readonly string[];
  readonly changes: boolean;
  /** What it signs in with, and whether that ends with it. */
  readonly proof: string | undefined;
  readonly closes: boolean;
}

/** Says of each request what it is about; nothing of one of another path. */
function aboutIn(contract: Contract): (request: TrafficRequest) => About | undefined {
  const route = createRouter(contract);
  return ({ method, url, headers }) => {
    const found = route(method, new URL(url).pathname);
    if (found.kind !== 'operation') return undefined;
    const { action, changes } = found.operation;
    const above = parentsAbove(found.operation, contract).map(({ resource }) => resource.name);
    const [proof] = schemesOf(found.operation).flatMap((name) => {
      const scheme = contract.security[name];
      return (scheme && carriedProof({ url, headers }, scheme)) ?? [];
    });
    const resource = 'resource' in action ? action.resource : undefined;
    return {
      resource,
      above,
      changes: changes && resource !== undefined,
      proof,
      closes: action.does === 'close',
    };
  };
}

/**
 * Of exchanges in the order of their beginning, those during which another one was on its way that changes the same resource, or one
 * above it, or ends the same session: nobody knows which of them came first at the server.
 */
export function overlapping(
  contract: Contract,
  exchanges: readonly TrafficExchange[],
): ReadonlySet<TrafficExchange> {
  const aboutOf = aboutIn(contract);
  const found = new Set<TrafficExchange>();
  let open: {
    readonly exchange: TrafficExchange;
    readonly about: About;
    readonly until: number;
  }[] = [];
  for (const exchange of exchanges) {
    const about = aboutOf(exchange);
    if (about === undefined) continue;
    const allowanceFor = ({ file }: TrafficExchange): number =>
      file === exchange.file ? 0 : clocksDiffer;
    open = open.filter(({ until }) => until + clocksDiffer >= exchange.start);
    for (const other of open)
      if (
        (other.until + allowanceFor(other.exchange) > exchange.start ||
          other.exchange.start === exchange.start) &&
        (decides(other.about, about) || decides(about, other.about))
      )
        found.add(other.exchange).add(exchange);
    const until = exchange.end + (isUnseen(exchange) ? longestUnseen : 0);
    open.push({ exchange, about, until });
  }
  return found;
}

/** Says of two requests that are on their way at the same time whether it matters which of them comes first. */
export function matterTogether(
  contract: Contract,
): (one: TrafficRequest, other: TrafficRequest) => boolean {
  const aboutOf = aboutIn(contract);
  const known = new WeakMap<TrafficRequest, About | undefined>();
  const about = (request: TrafficRequest): About | undefined => {
    if (!known.has(request)) known.set(request, aboutOf(request));
    return known.get(request);
  };
  return (one, other) => {
    const [first, second] = [about(one), about(other)];
    if (first === undefined || second === undefined) return false;
    return decides(first, second) || decides(second, first);
  };
}

/** Exchanges of files without a common clock of which another file may change what they are about, at whatever time. */
export function changedElsewhere(
  contract: Contract,
  exchanges: readonly TrafficExchange[],
): ReadonlySet<TrafficExchange> {
  const aboutOf = aboutIn(contract);
  const all = exchanges.flatMap((exchange) => {
    const about = exchange.hasOwnClock === true ? aboutOf(exchange) : undefined;
    return about === undefined ? [] : [{ exchange, about }];
  });
  /** Which files have a change of a resource, or end a session. */
  const files = new Map<string, Set<number | undefined>>();
  for (const { exchange, about } of all)
    for (const key of decidedBy(about)) {
      const there = files.get(key);
      if (there === undefined) files.set(key, new Set([exchange.file]));
      else there.add(exchange.file);
    }
  const isElsewhere = (key: string, file: number | undefined): boolean =>
    [...(files.get(key) ?? [])].some((other) => other !== file);
  return new Set(
    all.flatMap(({ exchange, about }) =>
      decidedFor(about).some((key) => isElsewhere(key, exchange.file)) ? [exchange] : [],
    ),
  );
}

/** Whether one exchange may change what the other one is about, or what that stands below, or whether it is let in. */
function decides(about: About, other: About): boolean {
  const keys = decidedFor(other);
  return decidedBy(about).some((key) => keys.includes(key));
}

/** The resource that an exchange may change, and the session that it ends. */
function decidedBy({ changes, resource, closes, proof }: About): readonly string[] {
  return [
    ...(changes && resource !== undefined ? [`resource ${resource}`] : []),
    ...(closes && proof !== undefined ? [`proof ${proof}`] : []),
  ];
}

/** What matters to an exchange: what it is about, what that stands below, and its session. */
function decidedFor({ resource, above, proof }: About): readonly string[] {
  return [
    ...[resource ?? [], above].flat().map((name) => `resource ${name}`),
    ...(proof === undefined ? [] : [`proof ${proof}`]),
  ];
}
