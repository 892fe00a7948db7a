import type { Clause } from '@oidc-admin/contract';
import type { FaultHooks } from '@oidc-admin/mock/faults';
import { isAlternative } from '../sentRequests.ts';

/** Fails where a body is of an alternative that not every server takes. */
export function contested({ element = '' }: Clause): FaultHooks {
  return {
    decide: (decision, context) =>
      decision.broken.length === 0 && isAlternative(context, element.split('+'))
        ? context.refuse(500, 'The server failed.')
        : decision,
  };
}
