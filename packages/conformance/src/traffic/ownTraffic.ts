import type { Contract } from '@oidc-admin/contract';
import { createRouter } from '@oidc-admin/model';
import type { TrafficExchange } from './trafficExchange.ts';

/** Those exchanges whose request is one of an operation of the contract. */
export function ownTraffic(
  contract: Contract,
  exchanges: readonly TrafficExchange[],
): readonly TrafficExchange[] {
  const route = createRouter(contract);
  return exchanges.filter(
    ({ method, url }) => route(method, new URL(url).pathname).kind === 'operation',
  );
}
