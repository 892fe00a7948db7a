import type { Clause, Contract } from '@oidc-admin/contract';
import { lettingIn, type FaultHooks } from '@oidc-admin/mock/faults';

/** Does not notice one wrong way to sign in. */
export function security({ operation, element }: Clause, contract: Contract): FaultHooks {
  return lettingIn(contract, operation, element);
}
