import type { Clause } from '@oidc-admin/contract';
import { withoutKeywords, withProperty, type FaultHooks } from '@oidc-admin/mock/faults';

/** Takes texts that hold another content. */
export function contentSchema({ operation, element }: Clause): FaultHooks {
  return {
    contract: (right) => withProperty(right, operation, element, withoutKeywords('contentSchema')),
  };
}
