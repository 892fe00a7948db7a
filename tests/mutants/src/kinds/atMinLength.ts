import type { Clause } from '@oidc-admin/contract';
import { limitMoved, type FaultHooks } from '@oidc-admin/mock/faults';

/** Refuses the shortest text. */
export function atMinLength(clause: Clause): FaultHooks {
  return { contract: (right) => limitMoved(right, clause, 'minLength', 1) };
}
