import type { Contract } from '@oidc-admin/contract';
import { createRouter } from '@oidc-admin/model';
import type { TrafficExchange } from './trafficExchange.ts';

/** Which resource an exchange is about, and whether it may change it. */
interface About {
  readonly resource: string;
  readonly changes: boolean;
}

/**
 * Of exchanges in the order of their beginning, those during which another one was on its way that changes the same resource: nobody
 * knows which of them came first at the server.
 */
export function overlapping(
  contract: Contract,
  exchanges: readonly TrafficExchange[],
): ReadonlySet<TrafficExchange> {
  const route = createRouter(contract);
  const aboutOf = ({ method, url }: TrafficExchange): About | undefined => {
    const found = route(method, new URL(url).pathname);
    if (found.kind !== 'operation' || !('resource' in found.operation.action)) return undefined;
    return { resource: found.operation.action.resource, changes: found.operation.changes };
  };
  const found = new Set<TrafficExchange>();
  let open: { readonly exchange: TrafficExchange; readonly about: About }[] = [];
  for (const exchange of exchanges) {
    const about = aboutOf(exchange);
    if (about === undefined) continue;
    open = open.filter((other) => other.exchange.end > exchange.start);
    for (const other of open)
      if (other.about.resource === about.resource && (other.about.changes || about.changes))
        found.add(other.exchange).add(exchange);
    open.push({ exchange, about });
  }
  return found;
}
