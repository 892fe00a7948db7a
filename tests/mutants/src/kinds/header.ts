import type { Clause } from '@oidc-admin/contract';
import type { FaultHooks } from '@oidc-admin/mock/faults';

/** Leaves a header out. */
export function header({ element = '' }: Clause): FaultHooks {
  return {
    decide: (decision) => ({
      ...decision,
      headers: decision.headers.filter(([name]) => name.toLowerCase() !== element.toLowerCase()),
    }),
  };
}
