import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listening } from './listening.ts';

/** A server that answers as the test says until it ends; answers the environment in which commands reach it, signed in. */
export async function startServer(
  respond: (outgoing: ServerResponse, incoming: IncomingMessage) => void,
) {
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    respond(outgoing, incoming);
  });
  const url = await listening(server);
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
