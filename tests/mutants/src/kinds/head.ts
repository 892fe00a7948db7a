import type { FaultHooks } from '@oidc-admin/mock/faults';

/** Fails where it is asked by HEAD. */
export function head(): FaultHooks {
  return {
    decide: (decision, { received, refuse }) =>
      received.method === 'HEAD' ? refuse(500, 'The server failed.') : decision,
  };
}
