import {
  createServer,
  STATUS_CODES,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { noBytes, type Received, type MockReply } from '../exchange.ts';
import { largestBody, receive } from './receive.ts';
import { sendReply } from './sendReply.ts';

/** What answers requests: the engine, with or without the control interface before it. */
export interface Responder {
  handle(received: Received): MockReply | Promise<MockReply>;
  /** Answers what never became a request. */
  refuse(received: Received, status: number, message: string): MockReply;
}

/** A server that listens. */
interface Listening {
  readonly port: number;
  readonly host: string;
  stop(): Promise<void>;
}

/** Where to listen, and how long a request may take to arrive, in milliseconds. */
interface ListenOptions {
  readonly port: number;
  readonly host: string;
  readonly arrival?: number;
}

/** How long a stop waits for answers under way, in milliseconds. */
const grace = 2_000;

/** Listens on a port and hands every request over, whole; what is broken on the way is answered here. */
export async function listen(
  responder: Responder,
  { port, host, arrival = 10_000 }: ListenOptions,
): Promise<Listening> {
  const busy = new WeakMap<Duplex, number>();
  const ending = new WeakSet<Duplex>();
  const server = createServer(
    {
      requestTimeout: arrival,
      headersTimeout: arrival,
      connectionsCheckingInterval: Math.min(500, arrival),
      keepAliveTimeout: 30_000,
    },
    (message, response) => {
      const { socket } = message;
      busy.set(socket, (busy.get(socket) ?? 0) + 1);
      response.once('close', () => {
        const left = (busy.get(socket) ?? 1) - 1;
        busy.set(socket, left);
        if (left === 0 && ending.has(socket)) socket.destroySoon();
      });
      serve(responder, message, response);
    },
  );
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    // A response under way is finished first; a second one written into it would spoil both.
    if ((busy.get(socket) ?? 0) > 0 && error.code !== 'ERR_HTTP_REQUEST_TIMEOUT')
      ending.add(socket);
    else refuseConnection(responder, error, socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address() as AddressInfo;
  return { port: address.port, host, stop: () => stop(server) };
}

function serve(responder: Responder, message: IncomingMessage, response: ServerResponse): void {
  response.on('error', () => {});
  receive(message, ({ kind, received }) => {
    if (kind === 'tooLarge') {
      tooLarge(
        responder.refuse(received, 413, `The body is larger than ${largestBody} bytes.`),
        message,
        response,
      );
      return;
    }
    const reply = responder.handle(received);
    if (reply instanceof Promise) void reply.then((settled) => sendReply(response, settled));
    else sendReply(response, reply);
  });
}

/** Answers at once; a caller that goes on sending is listened to for a moment, so that it can read the response. */
function tooLarge(reply: MockReply, message: IncomingMessage, response: ServerResponse): void {
  sendReply(response, { ...reply, headers: [...reply.headers, ['connection', 'close']] });
  message.resume();
  const { socket } = message;
  setTimeout(() => socket.destroy(), 500).unref();
}

function refuseConnection(
  responder: Responder,
  error: NodeJS.ErrnoException,
  socket: Duplex,
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, text] =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? [408, 'The request took too long to arrive.']
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? [431, 'The header fields are too large.']
        : [400, 'The request is no valid HTTP.'];
  const unread: Received = { method: 'GET', target: '/', headers: {}, body: noBytes };
  const { headers, body } = responder.refuse(unread, status, text);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    `content-length: ${body.byteLength}`,
    'connection: close',
  ];
  socket.on('error', () => {});
  socket.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]));
  setTimeout(() => (socket as Socket).destroy(), 500).unref();
}

async function stop(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A kept connection that is busy now is idle soon.
  const idle = setInterval(() => server.closeIdleConnections(), 20);
  const timer = setTimeout(() => server.closeAllConnections(), grace);
  await closed;
  clearInterval(idle);
  clearTimeout(timer);
}
