import type { Fetch } from './attempt.ts';
import type { ProxySettings } from './dispatchedFetch.ts';
import type { ClientOptions } from './options.ts';
import { checkedProxy, proxiesIn } from './proxies.ts';

/** Looked up at each call, so that a test or a polyfill may put another in its place. */
function globalFetch(url: string, init: RequestInit): Promise<Response> {
  return globalThis.fetch(url, init);
}

/**
 * Chooses how requests are sent: the caller's `fetch`; on Node the client's own, since Node's global one can end the process
 * (see `dispatchedFetch`), through a proxy or with a private CA where these are asked for; elsewhere the global `fetch`.
 */
export function chooseFetch({
  fetch,
  proxy,
  ca,
  userAgent,
  environment = {},
}: ClientOptions): () => Fetch | Promise<Fetch> {
  if (fetch !== undefined) return () => fetch;
  const named = proxy === undefined ? proxiesIn(environment) : undefined;
  const settings: ProxySettings = {
    ca,
    userAgent,
    proxy: typeof proxy === 'string' ? checkedProxy('proxy', proxy) : (named ?? false),
  };
  // Bun and Deno call themselves Node too.
  const { node, bun, deno } = globalThis.process?.versions ?? {};
  const isPlain = settings.proxy === false && ca === undefined;
  if (isPlain && (node === undefined || bun !== undefined || deno !== undefined))
    return () => globalFetch;
  let loaded: Promise<Fetch> | undefined;
  // Loaded at the first call: a start without a request needs none. A bundle for browsers gets another file by this name.
  return () =>
    (loaded ??= import('#dispatchedFetch').then(({ dispatchedFetch }) =>
      dispatchedFetch(settings),
    ));
}
