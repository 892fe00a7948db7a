import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

/** Headers that speak of one connection, not of the request; `fetch` refuses some of them. */
const ofConnection: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'expect',
]);

async function forward(
  to: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).filter(([name]) => !ofConnection.has(name)),
  );
  const text = await bodyOf(incoming);
  const answered = await fetch(to + (incoming.url ?? ''), {
    method: incoming.method ?? 'GET',
    headers: headers as Record<string, string>,
    ...(text !== '' && { body: text }),
  });
  outgoing.writeHead(
    answered.status,
    Object.fromEntries(
      [...answered.headers].filter(
        ([name]) => !/^(content-length|connection|transfer-encoding)$/.test(name),
      ),
    ),
  );
  outgoing.end(Buffer.from(await answered.arrayBuffer()));
}

/** A server that has only those requests of another one that `isThere` lets pass, and answers 404 to all others. */
export async function startPartialServer(
  whole: string,
  isThere: (method: string, path: string) => boolean,
): Promise<{ readonly url: string } & AsyncDisposable> {
  const { origin, pathname } = new URL(whole);
  const server = createServer((incoming, outgoing) => {
    const { pathname: path } = new URL(incoming.url ?? '', origin);
    // Whoever has GET has HEAD.
    const method = incoming.method === 'HEAD' ? 'GET' : (incoming.method ?? '');
    if (isThere(method, path)) forward(origin, incoming, outgoing).catch(() => outgoing.destroy());
    else outgoing.writeHead(404, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${pathname.replace(/\/$/, '')}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
