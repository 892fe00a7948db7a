import type { FaultHooks } from '@oidc-admin/mock/faults';

/** Answers success to a method that the path does not have. */
export function method(): FaultHooks {
  return {
    reply: (reply) =>
      reply.status === 405 || reply.headers.some(([name]) => name === 'allow')
        ? { status: 200, headers: [['content-type', 'application/json']], body: Buffer.from('{}') }
        : reply,
  };
}
