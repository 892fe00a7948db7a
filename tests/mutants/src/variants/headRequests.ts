import type { MockReply, Received } from '@oidc-admin/mock';
import { operationsWith, type VariantMutant, type VariantMutants } from '../variantMutant.ts';

/** HEAD is forgotten by hand-made servers: in what is sent, and in who is asked for a session. */
export const headRequests: VariantMutants = (contract) =>
  operationsWith(contract, 'head').flatMap(({ clause, operation }): readonly VariantMutant[] => {
    const scheme = contract.security[operation.security ?? ''];
    return [
      {
        clause,
        name: 'headWithBody',
        says: 'The response to HEAD has the body of GET.',
        operation: operation.id,
        hooks: { reply: withBody },
      },
      {
        clause,
        name: 'headUnsigned',
        says: 'Nobody looks who asks by HEAD.',
        operation: operation.id,
        hooks: {
          caller: (caller, { received, callerWithout }) => {
            if (received.method !== 'HEAD') return caller;
            return scheme?.kind === 'signature'
              ? callerWithout('none')
              : { kind: 'signed', role: operation.roles?.[0] ?? '' };
          },
        },
      },
    ];
  });

function withBody(reply: MockReply, { method }: Received): MockReply {
  if (method !== 'HEAD') return reply;
  const headers = reply.headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const body = Buffer.from(reply.body.length > 0 ? reply.body : '{}');
  const head = `HTTP/1.1 ${reply.status} OK\r\n${headers}content-length: ${body.length}\r\n\r\n`;
  return { ...reply, wire: [{ kind: 'raw', bytes: Buffer.concat([Buffer.from(head), body]) }] };
}
