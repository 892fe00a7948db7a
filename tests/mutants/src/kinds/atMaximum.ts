import type { Clause } from '@oidc-admin/contract';
import { limitMoved, type FaultHooks } from '@oidc-admin/mock/faults';

/** Refuses the greatest number. */
export function atMaximum(clause: Clause): FaultHooks {
  return { contract: (right) => limitMoved(right, clause, 'maximum', -1) };
}
