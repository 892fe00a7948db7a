import type { FaultHooks } from '@oidc-admin/mock/faults';

/** Takes a body without Content-Length for none. */
export function transfer(): FaultHooks {
  return {
    request: (request, { received }) =>
      received.headers['content-length'] === undefined
        ? { ...request, body: { kind: 'none' } }
        : request,
  };
}
