import type { Clause } from '@oidc-admin/contract';
import type { FaultHooks } from '@oidc-admin/mock/faults';
import { inProperty } from '../responses.ts';

/** Leaves a property out. */
export function propertyPresent(clause: Clause): FaultHooks {
  return inProperty(clause, () => undefined);
}
