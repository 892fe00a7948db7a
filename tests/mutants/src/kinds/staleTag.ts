import type { FaultHooks } from '@oidc-admin/mock/faults';

/** Takes every `If-Match` for one that names any state. */
export function staleTag(): FaultHooks {
  return {
    request: (request) =>
      request.headers?.['if-match'] === undefined
        ? request
        : { ...request, headers: { ...request.headers, 'if-match': '*' } },
  };
}
