import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Waits on this computer for the browser to come back. */
export interface CallbackServer extends AsyncDisposable {
  /** The redirect URI of this sign-in. */
  readonly redirectUri: string;
  /** The parameters with which the browser came back with the right state. */
  readonly cameBack: Promise<URLSearchParams>;
}

const path = '/callback';

/** Listens on 127.0.0.1 only; what comes with another state is not meant for this sign-in, and is not taken. */
export async function startCallbackServer(port: number, state: string): Promise<CallbackServer> {
  const { promise: cameBack, resolve } = Promise.withResolvers<URLSearchParams>();
  const server = createServer((request, response) => {
    const target = request.url ?? '';
    // Any page in a browser can send what is no URL.
    const url = URL.parse(target, 'http://127.0.0.1');
    const came = request.method === 'GET' && url?.pathname === path ? url.searchParams : undefined;
    const isOurs = came?.get('state') === state;
    response.writeHead(isOurs ? 200 : 404, {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      connection: 'close',
    });
    response.end(
      isOurs ? 'This window can be closed; go on in the terminal.' : 'No sign-in waits for this.',
    );
    if (isOurs) resolve(came);
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return {
    redirectUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    cameBack,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
