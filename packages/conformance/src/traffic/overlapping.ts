import { parentsAbove, type Contract } from '@oidc-admin/contract';
import { createRouter } from '@oidc-admin/model';
import type { TrafficExchange } from './trafficExchange.ts';

/** Which resource an exchange is about, those above it, and whether it may change the first. */
interface About {
  readonly resource: string;
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
    if (found.kind !== 'operation' || !('resource' in found.operation.action)) return undefined;
    const { operation } = found;
    const above = parentsAbove(operation, contract).map(({ resource }) => resource.name);
    return { resource: found.operation.action.resource, above, changes: operation.changes };
  };
  const found = new Set<TrafficExchange>();
  let open: { readonly exchange: TrafficExchange; readonly about: About }[] = [];
  for (const exchange of exchanges) {
    const about = aboutOf(exchange);
    if (about === undefined) continue;
    open = open.filter((other) => other.exchange.end > exchange.start);
    for (const other of open)
      if (decides(other.about, about) || decides(about, other.about))
        found.add(other.exchange).add(exchange);
    open.push({ exchange, about });
  }
  return found;
}

/** Whether one exchange may change what the other one is about, or what that stands below. */
function decides({ changes, resource }: About, other: About): boolean {
  return changes && (resource === other.resource || other.above.includes(resource));
}
