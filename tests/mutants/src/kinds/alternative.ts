import type { Clause } from '@oidc-admin/contract';
import { refusing, type FaultHooks } from '@oidc-admin/mock/faults';
import { isAlternative } from '../sentRequests.ts';

/** Refuses bodies of one alternative of a union. */
export function alternative({ element = '' }: Clause): FaultHooks {
  return refusing(400, (context) => isAlternative(context, element.split('+')));
}
