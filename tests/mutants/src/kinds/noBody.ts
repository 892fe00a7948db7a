import type { Clause } from '@oidc-admin/contract';
import { bodyOn, type FaultHooks } from '@oidc-admin/mock/faults';

/** Answers a body where none belongs. */
export function noBody(clause: Clause): FaultHooks {
  return bodyOn(clause.status ?? 200);
}
