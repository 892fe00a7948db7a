import * as nodeTls from 'node:tls';
import { Agent, EnvHttpProxyAgent, fetch as undiciFetch, ProxyAgent } from 'undici';
import type { Fetch } from './attempt.ts';

/** What a `fetch` goes through and whom it trusts. */
export interface ProxySettings {
  /** A URL, the proxies that an environment names (each `''` for none), or false. */
  readonly proxy:
    | string
    | false
    | { readonly httpProxy: string; readonly httpsProxy: string; readonly noProxy: string };
  readonly ca: string | undefined;
}

/** Those of NODE_EXTRA_CA_CERTS among them, where this Node can tell, which is from 22.15 on. */
function usualCertificates(): readonly string[] {
  return nodeTls.getCACertificates?.('default') ?? nodeTls.rootCertificates;
}

/**
 * A `fetch` for Node that goes through a proxy, trusts a private CA beside the usual ones, or both.
 * It is undici's own, as a dispatcher works only with the `fetch` of its own version.
 */
export function dispatchedFetch({ proxy, ca }: ProxySettings): Fetch {
  const tls = ca === undefined ? {} : { ca: [...usualCertificates(), ca] };
  const through = { connect: tls, requestTls: tls, proxyTls: tls };
  const dispatcher =
    proxy === false
      ? new Agent({ connect: tls })
      : typeof proxy === 'string'
        ? new ProxyAgent({ uri: proxy, requestTls: tls, proxyTls: tls })
        : new EnvHttpProxyAgent({ ...through, ...proxy });
  return (url, init) =>
    // The same classes by contract, declared twice.
    undiciFetch(url, { ...init, dispatcher } as Parameters<typeof undiciFetch>[1]);
}
