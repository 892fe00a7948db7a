import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A server that answers as the test says until it ends; answers the environment in which commands reach it, signed in. */
export async function startServer(
  respond: (outgoing: ServerResponse, incoming: IncomingMessage) => void,
) {
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    respond(outgoing, incoming);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    PVWA_URL: url,
    // The providers of the tests are nowhere.
    OIDC_ADMIN_SKIP_DOCTOR: '1',
    PVWA_TOKEN: 'token',
    WICKR_ENDPOINT: url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKID',
    AWS_SECRET_ACCESS_KEY: 'secret',
  };
}
