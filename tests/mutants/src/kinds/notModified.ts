import type { FaultHooks } from '@oidc-admin/mock/faults';

/** Shows everything, whatever a caller has already. */
export function notModified(): FaultHooks {
  return { request: (request) => ({ ...request, headers: {} }) };
}
