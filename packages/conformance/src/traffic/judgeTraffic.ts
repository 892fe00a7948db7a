import type { TestAccess } from '@oidc-admin/client';
import type { Contract } from '@oidc-admin/contract';
import { carriedProof } from '../checks/carriedProof.ts';
import { changedElsewhere, overlapping } from './overlapping.ts';
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
  const schemes = Object.values(contract.security);
  // Browsers leave out what signs in unless they are told otherwise: then nobody knows who sent a request.
  const lacksProofs = exchanges.every((exchange) =>
    schemes.every((scheme) => carriedProof(exchange, scheme) === undefined),
  );
  const judge = new TrafficJudge(contract, settings, { ...server, lacksProofs });
  const elsewhere = changedElsewhere(contract, exchanges);
  for (const part of Map.groupBy(exchanges, (exchange) => exchange.part).values()) {
    const ordered = part.toSorted((one, other) => one.start - other.start);
    const overlaps = overlapping(contract, ordered);
    let last: string | undefined;
    for (const exchange of ordered) {
      const { host } = new URL(exchange.url);
      // Two names may be those of two servers, or of one.
      if (last !== undefined && host !== last) judge.forget();
      last = host;
      judge.take(exchange, overlaps.has(exchange) || elsewhere.has(exchange));
    }
    judge.forget();
  }
  return judge;
}
