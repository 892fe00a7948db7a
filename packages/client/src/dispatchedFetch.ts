import { getCACertificates } from 'node:tls';
import {
  Agent,
  type Dispatcher,
  fetch as undiciFetch,
  Headers as UndiciHeaders,
  ProxyAgent,
} from 'undici';
import type { Fetch } from './attempt.ts';
import type { NamedProxies } from './proxies.ts';
import { proxyOf } from './proxyOf.ts';

/** What a `fetch` goes through and whom it trusts. */
export interface ProxySettings {
  /** A URL, the proxies that an environment names, or false. */
  readonly proxy: string | false | NamedProxies;
  readonly ca: string | undefined;
  /** undici's own where undefined. */
  readonly userAgent?: string | undefined;
}

/**
 * HTTP/1.1 as with Node's own `fetch`; undici 8 would speak HTTP/2 where a server offers it. It would also end a request after
 * five minutes without a word: how long to wait is for the call's own time-out to say.
 */
const patient = { allowH2: false, headersTimeout: 0, bodyTimeout: 0 };

/** Connections of all clients that need neither proxy nor CA. */
const direct = new Agent(patient);

/** What each request goes through, by its URL. */
function dispatcherFor({ proxy, ca }: ProxySettings): (url: string) => Dispatcher {
  // Those of NODE_EXTRA_CA_CERTS are among the usual ones.
  const tls = ca === undefined ? {} : { ca: [...getCACertificates('default'), ca] };
  const past = ca === undefined ? direct : new Agent({ ...patient, connect: tls });
  const agents = new Map<string, Dispatcher>();
  return (url) => {
    const uri = proxyOf(new URL(url), proxy);
    if (uri === undefined) return past;
    const agent =
      agents.get(uri) ?? new ProxyAgent({ ...patient, requestTls: tls, proxyTls: tls, uri });
    agents.set(uri, agent);
    return agent;
  };
}

/**
 * A `fetch` for Node, through a proxy or with a private CA beside the usual ones where these are asked for. It is undici's
 * own of version 8: the global one of Node 24 ends the process, past every `catch`, where a server closes the
 * connection while a compressed body is still being unpacked (nodejs/undici#5360).
 */
export function dispatchedFetch(settings: ProxySettings): Fetch {
  const dispatcherOf = dispatcherFor(settings);
  const { userAgent } = settings;
  const named = (given: RequestInit['headers'], program: string): UndiciHeaders => {
    const headers = new UndiciHeaders(given as ConstructorParameters<typeof UndiciHeaders>[0]);
    headers.set('user-agent', program);
    return headers;
  };
  // Asynchronous, so that a proxy that cannot be used rejects as everything else does.
  return async (url, init) => {
    // The same classes by contract, declared twice.
    const response: unknown = await undiciFetch(url, {
      ...init,
      ...(userAgent !== undefined && { headers: named(init.headers, userAgent) }),
      dispatcher: dispatcherOf(url),
    } as Parameters<typeof undiciFetch>[1]);
    return response as Response;
  };
}
