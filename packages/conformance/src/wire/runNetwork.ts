import { request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls, getCACertificates } from 'node:tls';
import { proxiesIn, proxyOf } from '@oidc-admin/client/proxies';
import { NoResponse } from './noResponse.ts';

/** How a target is reached. */
export interface RunNetwork {
  /** The proxy through which a URL is reached; undefined where there is none. */
  proxyOf(url: URL): URL | undefined;
  /** All certificates that are trusted; the usual ones where left out. */
  readonly ca?: readonly string[];
}

/** Past every proxy, and with the usual certificates. */
export const direct: RunNetwork = { proxyOf: () => undefined };

/**
 * Reads the proxies of an environment, as curl has them; `ca` are certificates in PEM form that are trusted beside the usual ones.
 * `proxyOf` throws a `ConfigurationError` that names the variable of a proxy that cannot be used.
 */
export function runNetwork(
  environment: Readonly<Record<string, string | undefined>>,
  ca?: string,
): RunNetwork {
  const named = proxiesIn(environment);
  return {
    proxyOf: (url) => {
      const proxy = proxyOf(url, named);
      return proxy === undefined ? undefined : new URL(proxy);
    },
    ...(ca === undefined ? {} : { ca: [...getCACertificates('default'), ca] }),
  };
}

/** Where a proxy listens. */
export function proxyPlace({ protocol, hostname, port }: URL): { host: string; port: number } {
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port === '' ? (protocol === 'https:' ? 443 : 80) : port),
  };
}

/** The header by which a proxy knows who uses it. */
export function proxyHeaders({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '') return {};
  const who = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(who).toString('base64')}` };
}

/** Why a response is the proxy's own and none of the server behind it; undefined where it may be the server's. */
export function answerOfProxy(
  status: number,
  headers: Readonly<Record<string, unknown>>,
): NoResponse | undefined {
  // A proxy may name itself on what it hands on as well: only with an error it is its own (RFC 9209, section 2.1.1).
  const isOwn =
    status === 407 ||
    headers['proxy-authenticate'] !== undefined ||
    /;\s*error=/.test(String(headers['proxy-status']));
  return isOwn ? new NoResponse(`the proxy answered ${status}`) : undefined;
}

/** A connection through a proxy to a host, on which nothing was sent yet. Ends with the reason of the signal. */
export function openTunnel(proxy: URL, place: string, signal?: AbortSignal): Promise<Socket> {
  const request = proxy.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    request({
      ...proxyPlace(proxy),
      method: 'CONNECT',
      path: place,
      headers: { host: place, ...proxyHeaders(proxy) },
      agent: false,
      signal,
    })
      .once('connect', ({ statusCode = 0 }, socket) => {
        if (statusCode >= 200 && statusCode < 300) {
          resolve(socket);
          return;
        }
        socket.destroy();
        reject(new NoResponse(`the proxy answered ${statusCode}`));
      })
      .once('response', (message) => {
        message.destroy();
        reject(new NoResponse(`the proxy answered ${message.statusCode}`));
      })
      .once('error', (error) =>
        reject(signal?.aborted ? signal.reason : new NoResponse(`the proxy: ${error.message}`)),
      )
      .end();
  });
}

type Created = (error: Error | null, stream: Duplex) => void;

/** Options of a request that ends with a signal, also while its tunnel is not open: an agent is not given the signal itself. */
export function endedBy(signal: AbortSignal) {
  return { signal, tunnelSignal: signal };
}

/** Keeps connections for https, each through the proxy that its host needs. */
export class TunnelAgent extends HttpsAgent {
  readonly #network: RunNetwork;

  constructor(network: RunNetwork, options: { readonly keepAlive: boolean }) {
    super({ ...options, ...(network.ca === undefined ? {} : { ca: [...network.ca] }) });
    this.#network = network;
  }

  override createConnection(
    options: Parameters<HttpsAgent['createConnection']>[0] & {
      readonly tunnelSignal?: AbortSignal;
    },
    created?: Created,
  ): Duplex | null | undefined {
    const host = options.host ?? '';
    const place = `${host.includes(':') ? `[${host}]` : host}:${options.port}`;
    const proxy = this.#network.proxyOf(new URL(`https://${place}`));
    if (proxy === undefined) return super.createConnection(options, created);
    openTunnel(proxy, place, options.tunnelSignal).then(
      (socket) => created?.(null, connectTls({ ...options, socket } as object)),
      (error: Error) => created?.(error, undefined as never),
    );
    return undefined;
  }
}
