import type { FaultHooks } from '@oidc-admin/mock/faults';

/** A create answers with the path of something that is not there. */
export function location(): FaultHooks {
  return {
    decide: (decision) => ({
      ...decision,
      headers: decision.headers.map(([name, value]) =>
        name === 'location' ? [name, `${value}0`] : [name, value],
      ),
    }),
  };
}
