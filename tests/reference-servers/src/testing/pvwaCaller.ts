import { startPvwaServer, type PvwaServerOptions } from '../pvwaServer.ts';
import type { RunningServer } from '../serveHttp.ts';

export type CallerResponse = { status: number; text: string; json: unknown; headers: Headers };

export const providers = '/PasswordVault/API/Configuration/OIDC/Providers';
export const minimalProvider = {
  discoveryEndpointUrl: 'https://idp.example.com/.well-known/openid-configuration',
  clientId: 'pvwa',
  clientSecretMethod: 'basic',
};

/** One user's way to a server: JSON both ways, with the token of the last log-on. */
export class PvwaCaller {
  readonly #server: RunningServer;
  token = '';

  constructor(server: RunningServer) {
    this.#server = server;
  }

  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<CallerResponse> {
    const sent =
      body === undefined || typeof body === 'string' || body instanceof Uint8Array
        ? body
        : JSON.stringify(body);
    const all: Record<string, string> = {
      'content-type': 'application/json',
      authorization: this.token,
      ...headers,
    };
    if (all['authorization'] === '') delete all['authorization'];
    if (all['content-type'] === '') delete all['content-type'];
    const response = await fetch(this.#server.url + path, {
      method,
      headers: all,
      ...(sent === undefined ? {} : { body: sent }),
    });
    const text = await response.text();
    return {
      status: response.status,
      text,
      json: text === '' ? undefined : JSON.parse(text),
      headers: response.headers,
    };
  }

  async logOn(username: string): Promise<this> {
    const body = { username, password: 'Passw0rd!', concurrentSession: true };
    const reply = await this.send('POST', '/PasswordVault/API/Auth/CyberArk/Logon/', body);
    if (reply.status !== 200) throw new Error(`Logon of ${username} answered ${reply.status}`);
    this.token = String(reply.json);
    return this;
  }
}

/** Starts a server, logs `admin` on, and closes the server after use. */
export async function withServer(
  options: PvwaServerOptions,
  use: (admin: PvwaCaller, server: RunningServer) => Promise<void>,
): Promise<void> {
  await using server = await startPvwaServer(options);
  await use(await new PvwaCaller(server).logOn('admin'), server);
}
