import type { Received, MockReply } from './exchange.ts';

/** Lets pages of any origin use the mock, and answers their preflight requests. */
export function withCors(reply: MockReply, received: Received): MockReply {
  const origin = received.headers['origin'];
  if (origin === undefined) return reply;
  const headers: (readonly [string, string])[] = [
    ...reply.headers,
    ['access-control-allow-origin', origin],
    ['access-control-expose-headers', '*'],
    ['vary', 'Origin'],
  ];
  const method = received.headers['access-control-request-method'];
  if (received.method === 'OPTIONS' && method !== undefined) {
    const allow = reply.headers.find(([name]) => name === 'allow')?.[1] ?? method;
    headers.push(
      ['access-control-allow-methods', allow],
      ['access-control-allow-headers', received.headers['access-control-request-headers'] ?? '*'],
      ['access-control-max-age', '600'],
    );
  }
  return { ...reply, headers };
}
