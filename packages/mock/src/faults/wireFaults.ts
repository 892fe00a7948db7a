import type { Contract } from '@oidc-admin/contract';
import { replyOf } from '../replyOf.ts';
import { isSpelled, refusing } from './breakAcceptance.ts';
import type { Fault, FaultClass } from './fault.ts';
import { bodyOn, rawOf } from './wireBodies.ts';

/** Faults of the bytes, of paths, and of a server that is slow, busy or broken. */
export function wireFaults(contract: Contract): readonly Fault[] {
  const empty = contract.operations.flatMap(({ responses }) =>
    responses
      .filter(
        ({ status, mediaType, anyBody }) =>
          status < 300 && mediaType === undefined && anyBody !== true,
      )
      .map(({ status }) => status),
  );
  return [
    ...bytes,
    ...availability,
    ...[...new Set(empty)].map((status) =>
      make(
        `body-on-${status}`,
        'wire',
        'noBody',
        `A response ${status} that has no body carries one.`,
        bodyOn(status),
      ),
    ),
    ...(contract.paths.ignoreCase
      ? [
          make(
            'path-case-counts',
            'path',
            'pathCase',
            'Paths in another letter case are not found.',
            refusing(404, (context) => !isSpelled(context, 'case')),
          ),
        ]
      : []),
    ...(contract.paths.trailingSlash === 'optional'
      ? [
          make(
            'slash-counts',
            'path',
            'trailingSlash',
            'Paths must end as the document writes them.',
            refusing(404, (context) => !isSpelled(context, 'slash')),
          ),
        ]
      : []),
  ];
}

const make = (
  name: string,
  kind: FaultClass,
  breaks: string,
  description: string,
  hooks: Partial<Fault>,
): Fault => ({
  name,
  class: kind,
  description,
  breaks: [breaks],
  ...hooks,
});

const bytes: readonly Fault[] = [
  make('content-length-too-short', 'wire', 'contentType', 'Content-Length is one byte too short.', {
    reply: (reply) =>
      reply.body.byteLength < 2
        ? reply
        : { ...reply, wire: [rawOf(reply, reply.body.byteLength - 1)] },
  }),
  make(
    'content-length-too-long',
    'wire',
    'contentType',
    'Content-Length promises a byte that never comes.',
    {
      reply: (reply) => ({ ...reply, wire: [rawOf(reply, reply.body.byteLength + 1)] }),
    },
  ),
  make('truncated-body', 'wire', 'contentType', 'The connection ends in the middle of the body.', {
    reply: (reply) => ({ ...reply, wire: [{ kind: 'drop', after: 'halfBody' }] }),
  }),
  make(
    'half-json',
    'body',
    'propertyType',
    'Bodies end in the middle of the JSON, with the right length.',
    {
      reply: (reply) => ({
        ...reply,
        body: reply.body.subarray(0, Math.ceil(reply.body.byteLength / 2)),
      }),
    },
  ),
  make('byte-order-mark', 'body', 'propertyType', 'Bodies begin with a byte order mark.', {
    reply: (reply) =>
      reply.body.byteLength === 0
        ? reply
        : { ...reply, body: Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), reply.body]) },
  }),
  make(
    'no-answer-to-malformed-json',
    'wire',
    'malformedJson',
    'A body that is no JSON is never answered.',
    {
      reply: (reply, received) =>
        isMalformed(received) ? { ...reply, wire: [{ kind: 'silence' }] } : reply,
    },
  ),
  make('content-type-missing', 'header', 'contentType', 'Answers have no Content-Type.', {
    reply: (reply) => ({
      ...reply,
      headers: reply.headers.filter(([name]) => name !== 'content-type'),
    }),
  }),
  make('content-type-text', 'header', 'contentType', 'Answers are sent as text/plain.', {
    reply: (reply) => ({
      ...reply,
      headers: reply.headers.map(([name, value]) => [
        name,
        name === 'content-type' ? 'text/plain' : value,
      ]),
    }),
  }),
  make('html-instead-of-json', 'body', 'contentType', 'Answers are a page of HTML.', {
    reply: (reply) =>
      reply.body.byteLength === 0
        ? reply
        : {
            ...reply,
            headers: [['content-type', 'text/html']],
            body: Buffer.from('<!doctype html><title>Error</title>'),
          },
  }),
];

function isMalformed({ body }: { readonly body: Uint8Array }): boolean {
  if (body.byteLength === 0) return false;
  try {
    JSON.parse(Buffer.from(body).toString());
    return false;
  } catch {
    return true;
  }
}

const json = ['content-type', 'application/json'] as const;

const availability: readonly Fault[] = [
  make('latency', 'availability', 'status', 'Every response takes half a second.', {
    reply: (reply) => ({ ...reply, wire: [{ kind: 'delay', milliseconds: 500 }] }),
  }),
  make(
    'too-many-requests',
    'availability',
    'status',
    'Every request is answered with 429 and Retry-After: 1.',
    {
      decide: (_, context) => {
        const decision = context.refuse(429, 'Too many requests, please try again later.');
        return { ...decision, headers: [...decision.headers, ['retry-after', '1']] };
      },
    },
  ),
  make('server-error', 'availability', 'status', 'Every request is answered with 500.', {
    decide: (_, context) => context.refuse(500, 'The server failed.'),
  }),
  make(
    'unavailable',
    'availability',
    'status',
    'Every request is answered with 503 and a page of HTML.',
    {
      reply: (reply) => ({
        ...reply,
        ...replyOf(503, [json], { message: 'Service Unavailable' }),
        headers: [['content-type', 'text/html']],
      }),
    },
  ),
  make('every-third-fails', 'availability', 'status', 'Every third request is answered with 500.', {
    decide: (decision, context) => {
      const count = Number(context.memory.get('count') ?? 0) + 1;
      context.memory.set('count', count);
      return count % 3 === 0 ? context.refuse(500, 'The server failed.') : decision;
    },
  }),
  make('dropped-connection', 'availability', 'status', 'The connection ends without a response.', {
    reply: (reply) => ({ ...reply, wire: [{ kind: 'drop', after: 'nothing' }] }),
  }),
  make('no-answer', 'availability', 'status', 'Requests are never answered.', {
    reply: (reply) => ({ ...reply, wire: [{ kind: 'silence' }] }),
  }),
  make(
    'expired-session',
    'availability',
    'status',
    'Every request is answered as if its credentials no longer held.',
    {
      decide: (decision, context) =>
        context.operation.security === undefined
          ? decision
          : context.refuse(401, 'The credentials no longer hold.'),
    },
  ),
];
