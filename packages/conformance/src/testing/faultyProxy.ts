import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A response on its way through the proxy. */
export interface Passing {
  readonly method: string;
  readonly path: string;
  readonly requestBody: string;
  readonly requestHeaders: Readonly<Record<string, string | undefined>>;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export type Changed = Pick<Passing, 'status' | 'headers' | 'body'>;

/** Stands before a server and changes its responses; what is left undefined stays as it is. */
export async function startProxy(
  url: string,
  change: (passing: Passing) => Partial<Changed> | undefined,
): Promise<{ readonly url: string; [Symbol.asyncDispose](): Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      const target = new URL(url);
      const sent = forward({
        host: target.hostname,
        port: target.port,
        method: incoming.method,
        path: incoming.url,
        headers: incoming.headers,
        agent: false,
      });
      sent.on('error', () => outgoing.destroy());
      sent.on('response', (message) => {
        void (async () => {
          const parts: Buffer[] = [];
          for await (const chunk of message as AsyncIterable<Buffer>) parts.push(chunk);
          const headers: Record<string, string> = {};
          for (let at = 0; at + 1 < message.rawHeaders.length; at += 2)
            headers[message.rawHeaders[at] ?? ''] = message.rawHeaders[at + 1] ?? '';
          const passing: Passing = {
            method: incoming.method ?? '',
            path: incoming.url ?? '',
            requestBody: body.toString(),
            requestHeaders: incoming.headers as Record<string, string | undefined>,
            status: message.statusCode ?? 0,
            headers,
            body: Buffer.concat(parts),
          };
          const { status, headers: changed, body: text } = { ...passing, ...change(passing) };
          const kept = Object.entries(changed).filter(
            ([name]) =>
              !/^(content-length|transfer-encoding|connection|keep-alive|date)$/i.test(name),
          );
          outgoing.writeHead(status, Object.fromEntries(kept));
          outgoing.end(text);
        })().catch(() => outgoing.destroy());
      });
      sent.end(body);
    })().catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
