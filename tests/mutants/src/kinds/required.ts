import type { Clause } from '@oidc-admin/contract';
import { withoutRequired, type FaultHooks } from '@oidc-admin/mock/faults';

/** Does without the property. */
export function required({ operation, element }: Clause): FaultHooks {
  return { contract: (right) => withoutRequired(right, operation, element) };
}
