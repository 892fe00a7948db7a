import { STATUS_CODES } from 'node:http';
import type { MockReply, WireEffect } from '../exchange.ts';
import type { FaultHooks } from '../fault.ts';

const unwanted = new TextEncoder().encode('{"done":true}');

/** A response that has a body where none belongs, even under 204, which no HTTP library would send. */
export function bodyOn(status: number): FaultHooks {
  return {
    reply: (reply) =>
      reply.status === status && reply.body.byteLength === 0
        ? {
            ...reply,
            headers: [...reply.headers, ['content-type', 'application/json']],
            body: unwanted,
            ...(status === 204
              ? { wire: [rawReply({ ...reply, body: unwanted }, unwanted.byteLength)] }
              : {}),
          }
        : reply,
  };
}

/** The whole response as bytes, with any Content-Length; none where `length` is left out. */
export function rawReply(reply: MockReply, length: number | undefined): WireEffect {
  const head = [
    `HTTP/1.1 ${reply.status} ${STATUS_CODES[reply.status] ?? ''}`,
    ...reply.headers.map(([name, value]) => `${name}: ${value}`),
    ...(length === undefined ? [] : [`content-length: ${length}`]),
    'connection: close',
  ];
  const bytes = Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), reply.body]);
  return { kind: 'raw', bytes };
}
