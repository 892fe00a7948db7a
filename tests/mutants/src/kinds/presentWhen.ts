import type { Clause } from '@oidc-admin/contract';
import type { FaultHooks } from '@oidc-admin/mock/faults';
import { inProperty } from '../responses.ts';

/** Leaves a property out that was asked for. */
export function presentWhen(clause: Clause): FaultHooks {
  return inProperty(clause, () => undefined);
}
