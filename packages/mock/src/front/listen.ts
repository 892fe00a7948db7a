import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { MockReply, Responder } from '../exchange.ts';
import { answerConnection, describeHttpError, refusalOf, type HttpError } from './brokenHttp.ts';
import { Connections } from './connections.ts';
import { BodyRoom, headOf, largestBody, receive } from './receive.ts';
import { sendReply } from './sendReply.ts';

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
  /** A certificate and its key, in PEM, to speak https. */
  readonly tls?: { readonly key: string; readonly cert: string } | undefined;
}

/** How long a stop waits for answers under way, in milliseconds. */
const grace = 2_000;

/** Listens on a port and hands every request over, whole; what is broken on the way is answered here. */
export async function listen(
  responder: Responder,
  { port, host, arrival = 10_000, tls }: ListenOptions,
): Promise<Listening> {
  const connections = new Connections();
  const bodies = new BodyRoom();
  const limits = {
    requestTimeout: arrival,
    headersTimeout: arrival,
    connectionsCheckingInterval: Math.min(500, arrival),
    keepAliveTimeout: 30_000,
    // Node's own refusal has no body.
    requireHostHeader: false,
  };
  const server: Server =
    tls === undefined ? createServer(limits) : createSecureServer({ ...limits, ...tls });
  const begin = (message: IncomingMessage, response: ServerResponse): void => {
    response.on('error', () => {});
    // On a broken connection no response can be sent.
    message.on('error', () => {});
    connections.begin(message, response);
  };
  server.on('request', (message, response) => {
    begin(message, response);
    if (hostsOf(message) === 1 || message.httpVersion === '1.0')
      serve(responder, message, response, bodies);
    else unread(responder.refuse(headOf(message), 400, 'One Host is needed.'), message, response);
  });
  server.on('checkExpectation', (message, response) => {
    begin(message, response);
    const text = 'The only expectation that is known is 100-continue.';
    unread(responder.refuse(headOf(message), 417, text), message, response);
  });
  server.on('connect', (message, socket) => {
    void answerConnection(responder.handle(headOf(message)), socket);
  });
  server.on('clientError', (error: HttpError, socket: Duplex) => {
    const text = describeHttpError(error);
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
    else if (connections.isBusy(socket)) connections.breakOff(socket, responder, text);
    else void answerConnection(refusalOf(responder, error, text), socket);
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

/** How many Host fields a request has; servers take one, neither none nor several (RFC 9112, section 3.2). */
function hostsOf({ rawHeaders }: IncomingMessage): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2)
    if (rawHeaders[index]?.toLowerCase() === 'host') count += 1;
  return count;
}

function serve(
  responder: Responder,
  message: IncomingMessage,
  response: ServerResponse,
  bodies: BodyRoom,
): void {
  receive(message, response, bodies, ({ kind, received }) => {
    if (kind !== 'complete') {
      const [status, text] =
        kind === 'tooLarge'
          ? [413, `The body is larger than ${largestBody} bytes.`]
          : [429, 'Too many large requests arrive at once.'];
      unread(responder.refuse(received, status, text), message, response);
      return;
    }
    const reply = responder.handle(received);
    if (reply instanceof Promise) void reply.then((settled) => sendReply(response, settled));
    else sendReply(response, reply);
  });
}

/** How long a caller that was refused may go on sending, in milliseconds. */
const lingering = 2_000;

/**
 * Answers at once, and ends the connection when the rest of the request was read and thrown away: a caller whose writing
 * fails would not read the response any more.
 */
function unread(reply: MockReply, message: IncomingMessage, response: ServerResponse): void {
  const { status, headers, body } = reply;
  const length = String(body.byteLength);
  const head = [...headers, ['connection', 'close'], ['content-length', length]];
  response.writeHead(status, head.flat());
  response.flushHeaders();
  response.write(body);
  const timer = setTimeout(() => response.end(), lingering).unref();
  message.once('end', () => response.end());
  response.once('close', () => clearTimeout(timer));
  message.resume();
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
