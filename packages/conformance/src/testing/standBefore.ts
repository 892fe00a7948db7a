import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A response of its own. */
type Reply = { readonly status: number; readonly headers?: Record<string, string> };

/** Stands before a server and answers, or breaks the connection, in its place where `decide` says so. */
export async function standBefore(
  url: string,
  decide: (method: string, path: string) => Reply | 'broken' | undefined,
) {
  const server = createServer((incoming, outgoing) => {
    const { method = '', url: path = '' } = incoming;
    const reply = decide(method, path);
    if (reply === 'broken') incoming.socket.destroy();
    else if (reply !== undefined) outgoing.writeHead(reply.status, reply.headers).end();
    else {
      const { hostname, port } = new URL(url);
      const sent = request(
        { hostname, port, method, path, headers: incoming.headers },
        (response) => {
          outgoing.writeHead(response.statusCode ?? 0, response.headers);
          response.pipe(outgoing);
        },
      );
      incoming.pipe(sent);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${new URL(url).pathname.replace(/\/$/, '')}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Stumbles over the first so many requests of a method, in another way each time. */
export function stumble(method: string, times: number) {
  const ways: readonly (Reply | 'broken')[] = [
    { status: 429, headers: { 'retry-after': '0' } },
    'broken',
    { status: 503 },
  ];
  let met = 0;
  return (given: string): Reply | 'broken' | undefined =>
    given === method && met < times ? ways[met++ % ways.length] : undefined;
}
