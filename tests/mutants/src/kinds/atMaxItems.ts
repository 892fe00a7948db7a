import type { Clause } from '@oidc-admin/contract';
import { withProperty, type FaultHooks } from '@oidc-admin/mock/faults';

/** Refuses the longest list. */
export function atMaxItems({ operation, element, value }: Clause): FaultHooks {
  const maxItems = Number(value) - 1;
  return {
    contract: (right) =>
      withProperty(right, operation, element, (schema) => ({ ...schema, maxItems })),
  };
}
