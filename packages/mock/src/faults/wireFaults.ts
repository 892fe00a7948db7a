import type { Contract } from '@oidc-admin/contract';
import type { MockReply, WireEffect } from '../exchange.ts';
import type { Fault, FaultHooks } from '../fault.ts';
import { faultsIn, type FaultTable } from './faultTable.ts';
import { isSpelled, refusing } from './requestHooks.ts';
import { bodyOn, rawReply } from './wireHooks.ts';

/** Faults of the bytes, of paths, and of a server that is slow, busy or broken. */
export function wireFaults(contract: Contract): readonly Fault[] {
  const empty = contract.clauses.filter(({ kind }) => kind === 'noBody');
  const noBody = Object.fromEntries(
    empty.map(({ status = 200 }) => [
      `body-on-${status}`,
      [`A response ${status} that has no body carries one.`, bodyOn(status)] as const,
    ]),
  );
  return faultsIn(bytes, availability, { noBody }, paths);
}

const paths: FaultTable = {
  pathCase: {
    'path-case-counts': [
      'Paths in another letter case are not found.',
      refusing(404, (context) => !isSpelled(context, 'case')),
    ],
  },
  trailingSlash: {
    'slash-counts': [
      'Paths must end as the document writes them.',
      refusing(404, (context) => !isSpelled(context, 'slash')),
    ],
  },
};

/** Changes responses that have a body. */
function inReplies(change: (reply: MockReply) => MockReply): FaultHooks {
  return { reply: (reply) => (reply.body.byteLength === 0 ? reply : change(reply)) };
}

function onTheWire(effect: WireEffect): FaultHooks {
  return { reply: (reply) => ({ ...reply, wire: [...(reply.wire ?? []), effect] }) };
}

const byteOrderMark = Buffer.from('\uFEFF');

const bytes: FaultTable = {
  contentType: {
    'content-type-missing': [
      'Answers have no Content-Type.',
      {
        reply: (reply) => ({
          ...reply,
          headers: reply.headers.filter(([name]) => name !== 'content-type'),
        }),
      },
    ],
    'content-type-text': [
      'Answers are sent as text/plain.',
      {
        reply: (reply) => ({
          ...reply,
          headers: reply.headers.map(([name, value]) => [
            name,
            name === 'content-type' ? 'text/plain' : value,
          ]),
        }),
      },
    ],
    'html-instead-of-json': [
      'Answers are a page of HTML.',
      inReplies((reply) => ({
        ...reply,
        headers: [['content-type', 'text/html']],
        body: Buffer.from('<!doctype html><title>Error</title>'),
      })),
    ],
  },
  propertyType: {
    'content-length-too-short': [
      'Content-Length is one byte too short.',
      inReplies((reply) => ({ ...reply, wire: [rawReply(reply, reply.body.byteLength - 1)] })),
    ],
    'content-length-too-long': [
      'Content-Length promises a byte that never comes.',
      { reply: (reply) => ({ ...reply, wire: [rawReply(reply, reply.body.byteLength + 1)] }) },
    ],
    'truncated-body': [
      'The connection ends in the middle of the body.',
      inReplies((reply) => ({
        ...reply,
        wire: [...(reply.wire ?? []), { kind: 'drop', after: 'halfBody' }],
      })),
    ],
    'half-json': [
      'Bodies end in the middle of the JSON, with the right length.',
      inReplies((reply) => ({
        ...reply,
        body: reply.body.subarray(0, Math.ceil(reply.body.byteLength / 2)),
      })),
    ],
    'byte-order-mark': [
      'Bodies begin with a byte order mark.',
      inReplies((reply) => ({ ...reply, body: Buffer.concat([byteOrderMark, reply.body]) })),
    ],
  },
  malformedJson: {
    'no-answer-to-malformed-json': [
      'A body that is no JSON is never answered.',
      {
        reply: (reply, received) =>
          isMalformed(received.body) ? { ...reply, wire: [{ kind: 'silence' }] } : reply,
      },
    ],
  },
};

function isMalformed(body: Uint8Array): boolean {
  if (body.byteLength === 0) return false;
  try {
    JSON.parse(Buffer.from(body).toString());
    return false;
  } catch {
    return true;
  }
}

const availability: FaultTable = {
  availability: {
    latency: [
      'Every response takes half a second.',
      onTheWire({ kind: 'delay', milliseconds: 500 }),
    ],
    'too-many-requests': [
      'Every request is answered with 429 and Retry-After: 1.',
      {
        decide: (_, context) => {
          const decision = context.refuse(429, 'Too many requests, please try again later.');
          return { ...decision, headers: [...decision.headers, ['retry-after', '1']] };
        },
      },
    ],
    'server-error': [
      'Every request is answered with 500.',
      { decide: (_, context) => context.refuse(500, 'The server failed.') },
    ],
    unavailable: [
      'Every request is answered with 503 and a page of HTML.',
      {
        reply: (reply) => ({
          ...reply,
          status: 503,
          headers: [['content-type', 'text/html']],
          body: Buffer.from('<!doctype html><title>Service Unavailable</title>'),
        }),
      },
    ],
    'every-third-fails': [
      'Every third request is answered with 500.',
      {
        decide: (decision, context) => {
          const count = Number(context.memory.get('count') ?? 0) + 1;
          context.memory.set('count', count);
          return count % 3 === 0 ? context.refuse(500, 'The server failed.') : decision;
        },
      },
    ],
    'dropped-connection': [
      'The connection ends without a response.',
      onTheWire({ kind: 'drop', after: 'nothing' }),
    ],
    'no-answer': ['Requests are never answered.', onTheWire({ kind: 'silence' })],
    'expired-session': [
      'Every request is answered as if its credentials no longer held.',
      {
        decide: (decision, context) =>
          context.operation.security === undefined
            ? decision
            : context.refuse(401, 'The credentials no longer hold.'),
      },
    ],
  },
};
