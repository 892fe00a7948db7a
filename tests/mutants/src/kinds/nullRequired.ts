import type { Clause } from '@oidc-admin/contract';
import { withProperty, type FaultHooks } from '@oidc-admin/mock/faults';

/** Takes null for a value. */
export function nullRequired({ operation, element }: Clause): FaultHooks {
  return {
    contract: (right) =>
      withProperty(right, operation, element, (schema) => ({ anyOf: [schema, { type: 'null' }] })),
  };
}
