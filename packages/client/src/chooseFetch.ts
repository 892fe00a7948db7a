import type { Fetch } from './attempt.ts';
import type { ProxySettings } from './dispatchedFetch.ts';
import type { ClientOptions } from './options.ts';

/** The proxies that an environment names, spelled as other tools spell them. An empty text is for none. */
function proxiesIn(environment: NonNullable<ClientOptions['environment']>) {
  const read = (name: string): string => environment[name.toLowerCase()] || environment[name] || '';
  return {
    httpProxy: read('HTTP_PROXY'),
    httpsProxy: read('HTTPS_PROXY'),
    noProxy: read('NO_PROXY'),
  };
}

/**
 * Chooses how requests are sent: the caller's `fetch`; on Node through a proxy or with a private CA
 * where these are asked for; else the global `fetch`, looked up at each call.
 */
export function chooseFetch({
  fetch,
  proxy,
  ca,
  environment = {},
}: ClientOptions): () => Fetch | Promise<Fetch> {
  if (fetch !== undefined) return () => fetch;
  const named = proxiesIn(environment);
  const settings: ProxySettings = {
    ca,
    proxy: proxy ?? (named.httpProxy || named.httpsProxy ? named : false),
  };
  const isNode = globalThis.process?.versions?.node !== undefined;
  if (!isNode || (settings.proxy === false && ca === undefined))
    return () => (url, init) => globalThis.fetch(url, init);
  let loaded: Promise<Fetch> | undefined;
  // Loaded at the first call, and only by those who need it. A bundle for browsers gets another file by this name.
  return () =>
    (loaded ??= import('#dispatchedFetch').then(({ dispatchedFetch }) =>
      dispatchedFetch(settings),
    ));
}
