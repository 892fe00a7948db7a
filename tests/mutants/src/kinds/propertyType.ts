import type { Clause } from '@oidc-admin/contract';
import type { FaultHooks } from '@oidc-admin/mock/faults';
import { inProperty, ofOtherType } from '../responses.ts';

/** Answers a value of another JSON type. */
export function propertyType(clause: Clause): FaultHooks {
  return inProperty(clause, (found) => ofOtherType(found, clause.value));
}
