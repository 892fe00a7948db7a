import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { noBytes, type MockReply, type Responder } from '../exchange.ts';
import { originForm } from './receive.ts';

/** What Node's parser says of bytes that are no request. */
export interface HttpError extends NodeJS.ErrnoException {
  readonly rawPacket?: Buffer;
  /** How much of the packet was read before the mistake. */
  readonly bytesParsed?: number;
}

export type ReplyText = readonly [status: number, text: string];

/** The status and text for what never became a request. */
export function describeHttpError({ code }: HttpError): ReplyText {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return [408, 'The request took too long to arrive.'];
  if (code === 'HPE_HEADER_OVERFLOW') return [431, 'The header fields are too large.'];
  return [400, 'The request is no valid HTTP.'];
}

/** The response to what never became a request. A method that Node does not know is one that no path has. */
export function refusalOf(
  responder: Responder,
  error: HttpError,
  [status, text]: ReplyText,
): MockReply | Promise<MockReply> {
  const head = { method: 'GET', target: '/', headers: {}, body: noBytes };
  const line = error.code === 'HPE_INVALID_METHOD' ? requestLine(error) : undefined;
  return line === undefined
    ? responder.refuse(head, status, text)
    : responder.handle({ ...head, ...line });
}

function requestLine({
  rawPacket = Buffer.alloc(0),
  bytesParsed = 0,
}: HttpError): { readonly method: string; readonly target: string } | undefined {
  const begin = rawPacket.lastIndexOf('\n', bytesParsed) + 1;
  const end = rawPacket.indexOf('\r\n', begin);
  const found = /^([\w!#$%&'*+.^`|~-]+) (\S+) HTTP\/1\.[01]$/.exec(
    rawPacket.toString('latin1', begin, Math.max(begin, end)),
  );
  const [, method = '', target = ''] = found ?? [];
  return found === null ? undefined : { method, target: originForm(target) };
}

/** Sends a response over a connection whose request was not read, and ends it. */
export async function answerConnection(
  replying: MockReply | Promise<MockReply>,
  socket: Duplex,
): Promise<void> {
  socket.on('error', () => {});
  const { status, headers, body } = await replying;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    `content-length: ${body.byteLength}`,
    'connection: close',
  ];
  socket.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]));
  setTimeout(() => socket.destroy(), 500).unref();
}
