import type { Fetch } from './attempt.ts';
import type { ClientOptions } from './options.ts';

const globalFetch: Fetch = (url, init) => globalThis.fetch(url, init);

const proxyVariables = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'];

const environmentNamesProxy = (): boolean =>
  proxyVariables.some((name) => (globalThis.process?.env?.[name] ?? '') !== '');

/**
 * Chooses how requests are sent: the caller's `fetch`; on Node through a proxy or with a private CA
 * where these are asked for; else the global `fetch`, looked up at each call.
 */
export const chooseFetch = ({
  fetch,
  proxy,
  ca,
}: ClientOptions): (() => Fetch | Promise<Fetch>) => {
  if (fetch !== undefined) return () => fetch;
  const isNode = globalThis.process?.versions?.node !== undefined;
  const byEnvironment = proxy === undefined && environmentNamesProxy();
  if (!isNode || (!byEnvironment && typeof proxy !== 'string' && ca === undefined))
    return () => globalFetch;
  let loaded: Promise<Fetch> | undefined;
  // Loaded at the first call, and only by those who need it. A bundle for browsers gets another file by this name.
  return () =>
    (loaded ??= import('#dispatchedFetch').then(({ dispatchedFetch }) =>
      dispatchedFetch({ proxy, ca }),
    ));
};
