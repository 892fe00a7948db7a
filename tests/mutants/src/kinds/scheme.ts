import type { Clause, Contract } from '@oidc-admin/contract';
import { carries, refusing, type FaultHooks } from '@oidc-admin/mock/faults';

/** Knows all schemes of an operation but one. */
export function scheme({ element = '' }: Clause, contract: Contract): FaultHooks {
  const own = contract.security[element];
  return refusing(401, ({ received }) => own !== undefined && carries(own, received));
}
