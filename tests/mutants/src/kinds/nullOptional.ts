import type { Clause } from '@oidc-admin/contract';
import { sentBody, type FaultHooks } from '@oidc-admin/mock/faults';

/** Fails where null is sent. */
export function nullOptional({ element = '' }: Clause): FaultHooks {
  return {
    decide: (decision, context) =>
      sentBody(context)[element] === null ? context.refuse(500, 'The server failed.') : decision,
  };
}
