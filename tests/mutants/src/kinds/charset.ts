import type { FaultHooks } from '@oidc-admin/mock/faults';

/** Takes a media type with a charset for another one. */
export function charset(): FaultHooks {
  return {
    request: (request, { received }) => {
      const type = received.headers['content-type'] ?? '';
      return /charset/i.test(type) ? { ...request, mediaType: type } : request;
    },
  };
}
