import type { Clause } from '@oidc-admin/contract';
import type { FaultHooks } from '@oidc-admin/mock/faults';

/** Checks in the opposite order. A request that is not signed in has no role either, and is refused for that first. */
export function order({ value }: Clause): FaultHooks {
  const checks = JSON.stringify(value);
  if (checks.includes('existence') || checks.includes('body'))
    return { contract: (right) => ({ ...right, order: right.order.toReversed() }) };
  return {
    decide: (decision, context) =>
      decision.broken[0]?.kind === 'security' && context.operation.roles !== undefined
        ? context.refuse(403, 'You may not do this.')
        : decision,
  };
}
