import { parentsAbove, type Contract } from '@oidc-admin/contract';
import { createRouter } from '@oidc-admin/model';
import type { TrafficExchange } from './trafficExchange.ts';

/** So long a request may still be under way at the server that was given up, or answered for it by a gateway; in milliseconds. */
export const longestUnseen = 60_000;

/** Whether nobody knows when the server has done what a request asks for, or will. */
export function isUnseen({ method, response }: TrafficExchange): boolean {
  if (['GET', 'HEAD', 'OPTIONS'].includes(method)) return false;
  return response === undefined || response.status >= 500 || response.status === 408;
}

/** Which resource an exchange is about, if any, those above, and whether it may change the first. */
interface About {
  readonly resource: string | undefined;
  readonly above: readonly string[];
  readonly changes: boolean;
}

/**
 * Of exchanges in the order of their beginning, those during which another one was on its way that changes the same resource, or one
 * above it: nobody knows which of them came first at the server.
 */
export function overlapping(
  contract: Contract,
  exchanges: readonly TrafficExchange[],
): ReadonlySet<TrafficExchange> {
  const route = createRouter(contract);
  const aboutOf = ({ method, url }: TrafficExchange): About | undefined => {
    const found = route(method, new URL(url).pathname);
    if (found.kind !== 'operation') return undefined;
    const { action, changes } = found.operation;
    const above = parentsAbove(found.operation, contract).map(({ resource }) => resource.name);
    if ('resource' in action) return { resource: action.resource, above, changes };
    return above.length === 0 ? undefined : { resource: undefined, above, changes: false };
  };
  const found = new Set<TrafficExchange>();
  let open: {
    readonly exchange: TrafficExchange;
    readonly about: About;
    readonly until: number;
  }[] = [];
  for (const exchange of exchanges) {
    const about = aboutOf(exchange);
    if (about === undefined) continue;
    open = open.filter((other) => other.until > exchange.start);
    for (const other of open)
      if (decides(other.about, about) || decides(about, other.about))
        found.add(other.exchange).add(exchange);
    const until = exchange.end + (isUnseen(exchange) ? longestUnseen : 0);
    open.push({ exchange, about, until });
  }
  return found;
}

/** Whether one exchange may change what the other one is about, or what that stands below. */
function decides({ changes, resource }: About, other: About): boolean {
  if (!changes || resource === undefined) return false;
  return resource === other.resource || other.above.includes(resource);
}
