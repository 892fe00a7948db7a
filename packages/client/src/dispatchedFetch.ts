import * as nodeTls from 'node:tls';
import { Agent, EnvHttpProxyAgent, fetch as undiciFetch, ProxyAgent } from 'undici';
import type { Fetch } from './attempt.ts';
import type { ClientOptions } from './options.ts';

/** Those of NODE_EXTRA_CA_CERTS among them, where this Node can tell, which is from 22.15 on. */
const usualCertificates = (): readonly string[] =>
  nodeTls.getCACertificates?.('default') ?? nodeTls.rootCertificates;

/**
 * A `fetch` for Node that goes through a proxy, trusts a private CA beside the usual ones, or both.
 * It is undici's own, as a dispatcher works only with the `fetch` of its own version.
 */
export const dispatchedFetch = ({ proxy, ca }: Pick<ClientOptions, 'proxy' | 'ca'>): Fetch => {
  const tls = ca === undefined ? {} : { ca: [...usualCertificates(), ca] };
  const dispatcher =
    proxy === false
      ? new Agent({ connect: tls })
      : proxy === undefined
        ? new EnvHttpProxyAgent({ connect: tls, requestTls: tls, proxyTls: tls })
        : new ProxyAgent({ uri: proxy, requestTls: tls, proxyTls: tls });
  return (url, init) =>
    // The same classes by contract, declared twice.
    undiciFetch(url, { ...init, dispatcher } as Parameters<typeof undiciFetch>[1]);
};
