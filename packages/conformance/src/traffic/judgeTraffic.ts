import type { TestAccess } from '@oidc-admin/client';
import type { Contract } from '@oidc-admin/contract';
import { overlapping } from './overlapping.ts';
import type { TrafficExchange } from './trafficExchange.ts';
import { TrafficJudge } from './trafficJudge.ts';

/**
 * Holds recorded traffic against a contract. `settings` are those of the deployment, such as its region. What was not seen is
 * unknown and accuses nobody.
 */
export function judgeTraffic(
  contract: Contract,
  exchanges: readonly TrafficExchange[],
  settings: Readonly<Record<string, string>> = {},
  server: Pick<TestAccess, 'anyPropertyCase'> = {},
): TrafficJudge {
  const judge = new TrafficJudge(contract, settings, server);
  for (const part of Map.groupBy(exchanges, (exchange) => exchange.part).values()) {
    const ordered = part.toSorted((one, other) => one.start - other.start);
    const overlaps = overlapping(contract, ordered);
    for (const exchange of ordered) judge.take(exchange, overlaps.has(exchange));
    judge.forget();
  }
  return judge;
}
