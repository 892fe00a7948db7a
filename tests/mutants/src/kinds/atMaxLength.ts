import type { Clause } from '@oidc-admin/contract';
import { limitMoved, type FaultHooks } from '@oidc-admin/mock/faults';

/** Refuses the longest text. */
export function atMaxLength(clause: Clause): FaultHooks {
  return { contract: (right) => limitMoved(right, clause, 'maxLength', -1) };
}
