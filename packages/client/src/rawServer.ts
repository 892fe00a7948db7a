import { createServer, type Server, type Socket } from 'node:net';

/** A request as it came over the wire. */
export interface WireRequest {
  /** Request line and headers. */
  readonly head: string;
  readonly body: string;
  readonly arrived: number;
}

/** A server for tests that writes what it is told, right or wrong, byte for byte. */
export interface RawServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly WireRequest[];
}

const addressOf = (server: Server): string => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Not listening on a port');
  return `http://127.0.0.1:${address.port}`;
};

/** Starts a server on a free port. `respond` gets each request, counted from 1. */
export const startRawServer = async (
  respond: (socket: Socket, request: WireRequest, number: number) => void,
): Promise<RawServer> => {
  const requests: WireRequest[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let text = '';
    // Resets are part of the tests.
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => {
      text += chunk.toString('utf8');
      const end = text.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = text.slice(0, end);
      const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0);
      if (Buffer.byteLength(text.slice(end + 4)) < length) return;
      const request = { head, body: text.slice(end + 4), arrived: performance.now() };
      text = '';
      requests.push(request);
      respond(socket, request, requests.length);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: addressOf(server),
    requests,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
};

/** The text of an answer with a right length. */
export const answerText = (
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' },
): string =>
  [
    `HTTP/1.1 ${status} Status`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
