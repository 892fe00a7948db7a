import type { FaultHooks } from '@oidc-admin/mock/faults';

/** Takes no state that `If-Match` names for that of what is there. */
export function presentTag(): FaultHooks {
  return {
    decide: (decision, { request, refuse }) =>
      request.headers?.['if-match'] === undefined || decision.broken.length > 0
        ? decision
        : refuse(412, 'The state is another one.'),
  };
}
