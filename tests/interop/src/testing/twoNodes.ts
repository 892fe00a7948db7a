import { createServer, request as forward, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What two nodes were asked for. */
interface TwoNodes {
  readonly url: string;
  /** For each request that carried a token: the node that was asked, and whether the session is its own. */
  readonly asked: { readonly node: string; readonly knows: boolean }[];
  /** Cookies that came with the token of another session than before. */
  readonly shared: readonly string[];
  [Symbol.asyncDispose](): Promise<void>;
}

const unknown = {
  ErrorCode: 'PASWS006E',
  ErrorMessage: 'The session token is missing, or the session has timed out.',
};

async function textOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/**
 * Stands before a server as a load balancer before two nodes that share what is saved, but no session: a caller stays on one
 * node by a cookie, and the other node does not know its session. Who sends no cookie is led to the nodes in turn.
 */
export async function startTwoNodes(url: string): Promise<TwoNodes> {
  const nodeOf = new Map<string, string>();
  const asked: { node: string; knows: boolean }[] = [];
  const tokenOf = new Map<string, string>();
  const shared: string[] = [];
  let next = 0;

  async function answer(incoming: IncomingMessage, body: Buffer) {
    const sent = /(?:^|; )LB-Node=([\w-]+)/.exec(incoming.headers.cookie ?? '')?.[1];
    if (sent === undefined) next += 1;
    const value = sent ?? `node${['A', 'B'][next % 2]}of2-${next}`;
    const [node = ''] = value.split('-');
    // As real ones write it: with a comma, and a second cookie beside it.
    const cookies =
      sent === undefined
        ? [
            `LB-Node=${value}; Path=/; HttpOnly; Expires=Fri, 31 Dec 2099 23:59:59 GMT`,
            'LB-Other=1; Path=/elsewhere',
          ]
        : [];
    const token = incoming.headers.authorization;
    if (token !== undefined) {
      if (sent !== undefined && tokenOf.get(value) !== undefined && tokenOf.get(value) !== token)
        shared.push(value);
      tokenOf.set(value, token);
      const knows = nodeOf.get(token) === undefined || nodeOf.get(token) === node;
      asked.push({ node, knows });
      if (!knows)
        return { status: 401, type: 'application/json', text: JSON.stringify(unknown), cookies };
    }
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const { hostname, port } = new URL(url);
    const { method, url: path, headers } = incoming;
    forward({ hostname, port, method, path, headers, agent: false }, resolve)
      .on('error', reject)
      .end(body);
    const response = await promise;
    const text = (await textOf(response)).toString();
    if (/\/logon\/?$/i.test(path ?? '') && response.statusCode === 200)
      nodeOf.set(JSON.parse(text) as string, node);
    const { 'content-type': type, allow } = response.headers;
    return { status: response.statusCode ?? 502, type, allow, text, cookies };
  }

  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const { status, type, allow, text, cookies } = {
        allow: undefined,
        ...(await answer(incoming, await textOf(incoming))),
      };
      outgoing.writeHead(status, {
        ...(type === undefined ? {} : { 'content-type': type }),
        ...(allow === undefined ? {} : { allow }),
        ...(cookies.length === 0 ? {} : { 'set-cookie': cookies }),
      });
      outgoing.end(text);
    })().catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: url.replace(/:\d+/, `:${(server.address() as AddressInfo).port}`),
    asked,
    shared,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
