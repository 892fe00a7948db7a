import type { ServerResponse } from 'node:http';
import type { MockReply } from '../exchange.ts';

/** Bodies up to this size are cheaper to copy than to write on their own, in bytes. */
const small = 16 * 1024;

const withoutBody = new Set([204, 205, 304]);

/**
 * Sends a response, or does on the wire what a fault asks for. What HTTP cannot carry, such as a header with a line break in it, is
 * answered with 500: no document and no fault ends the process.
 */
export function sendReply(response: ServerResponse, reply: MockReply): void {
  try {
    send(response, reply);
  } catch (error) {
    if (response.headersSent) throw error;
    const message = `The response of the mock cannot be sent: ${error instanceof Error ? error.message : ''}`;
    const headers = { 'content-type': 'text/plain; charset=utf-8', connection: 'close' };
    response.writeHead(500, headers).end(message);
  }
}

function send(response: ServerResponse, reply: MockReply): void {
  const { wire } = reply;
  if (wire === undefined) {
    sendWhole(response, reply);
    return;
  }
  const delay = wire.find((entry) => entry.kind === 'delay');
  const rest = wire.filter((entry) => entry.kind !== 'delay');
  const [effect] = rest;
  if (delay !== undefined) {
    const timer = setTimeout(
      () => sendReply(response, { ...reply, wire: rest }),
      delay.milliseconds,
    );
    response.once('close', () => clearTimeout(timer));
  } else if (effect === undefined) sendWhole(response, reply);
  else if (effect.kind === 'raw') response.socket?.end(effect.bytes);
  else if (effect.kind === 'drop') drop(response, reply, effect.after);
  // `silence`: nothing is ever sent; the server's stop ends the connection.
}

function sendWhole(response: ServerResponse, reply: MockReply): void {
  const headers: string[] = [];
  for (const [name, value] of reply.headers) headers.push(name, value);
  if (!withoutBody.has(reply.status)) headers.push('content-length', String(reply.body.byteLength));
  response.writeHead(reply.status, headers);
  const { byteLength } = reply.body;
  if (byteLength === 0 || withoutBody.has(reply.status)) response.end();
  else if (byteLength > small) response.end(reply.body);
  // Text of one byte a character is sent together with the head, in one write.
  else
    response.end(
      Buffer.from(reply.body.buffer, reply.body.byteOffset, byteLength).toString('latin1'),
      'latin1',
    );
}

function drop(response: ServerResponse, reply: MockReply, after: 'nothing' | 'halfBody'): void {
  if (after === 'nothing' || reply.body.byteLength === 0) {
    response.socket?.destroy();
    return;
  }
  // There is no body that could break off.
  if (response.req.method === 'HEAD') {
    sendWhole(response, reply);
    return;
  }
  response.writeHead(reply.status, [
    ...reply.headers.flat(),
    'content-length',
    String(reply.body.byteLength),
  ]);
  response.write(reply.body.subarray(0, Math.floor(reply.body.byteLength / 2)), () =>
    response.socket?.destroy(),
  );
}
