import type { FaultHooks } from '@oidc-admin/mock/faults';

/** Takes a body for the documented media type, whatever its Content-Type says. */
export function mediaType(): FaultHooks {
  return {
    request: (request, { operation }) =>
      operation.body === undefined ? request : { ...request, mediaType: operation.body.mediaType },
  };
}
