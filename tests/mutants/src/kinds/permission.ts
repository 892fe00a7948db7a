import type { Clause } from '@oidc-admin/contract';
import { withoutRoles, type FaultHooks } from '@oidc-admin/mock/faults';

/** Lets every role do it. */
export function permission({ operation }: Clause): FaultHooks {
  return { contract: (right) => withoutRoles(right, operation) };
}
