import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What a request to the test's server held. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A server for tests that knows sessions, and answers as it is told. */
export interface Vault extends AsyncDisposable {
  readonly url: string;
  readonly seen: readonly Seen[];
  /** The tokens that it takes. */
  readonly sessions: Set<string>;
  /** Requests by the end of their path. */
  count(end: string): number;
}

type Respond = (seen: Seen, response: ServerResponse, vault: Vault) => boolean;

const reply = (response: ServerResponse, status: number, body: unknown): true => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
  return true;
};

/** Answers with an error as the vendor writes it. */
export const fail = (response: ServerResponse, status: number, code: string, words = 'no'): true =>
  reply(response, status, { ErrorCode: code, ErrorMessage: words });

/** Starts a server that gives out tokens and lists no providers; `respond` goes first, and answers whether it did. */
export const startVault = async (respond: Respond = () => false): Promise<Vault> => {
  const seen: Seen[] = [];
  const sessions = new Set<string>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const one = { method, path, headers, body: Buffer.concat(chunks).toString('utf8') };
      seen.push(one);
      if (respond(one, response, vault)) return;
      if (path.endsWith('/Logon')) {
        const token = `token-${seen.length}==`;
        sessions.add(token);
        reply(response, 200, token);
      } else if (!sessions.has(headers.authorization ?? '')) fail(response, 401, 'PASWS006E');
      else if (path.endsWith('/Logoff')) {
        sessions.delete(headers.authorization ?? '');
        response.end();
      } else reply(response, 200, { Providers: [] });
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Not listening on a port');
  const vault: Vault = {
    url: `http://127.0.0.1:${address.port}/PasswordVault`,
    seen,
    sessions,
    count: (end) => seen.filter(({ path }) => path.endsWith(end)).length,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
  return vault;
};
