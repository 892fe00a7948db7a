import type { Clause } from '@oidc-admin/contract';
import { limitMoved, type FaultHooks } from '@oidc-admin/mock/faults';

/** Refuses the smallest number. */
export function atMinimum(clause: Clause): FaultHooks {
  return { contract: (right) => limitMoved(right, clause, 'minimum', 1) };
}
