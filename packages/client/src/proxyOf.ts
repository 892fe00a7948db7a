import type { NamedProxies } from './proxies.ts';
import { isWithoutProxy } from './withoutProxy.ts';

/** The proxy through which a URL is reached, of a given one or of those that an environment names; undefined where there is none. */
export function proxyOf(
  url: URL,
  proxy: string | false | NamedProxies | undefined,
): string | undefined {
  if (proxy === undefined || proxy === false) return undefined;
  if (typeof proxy === 'string') return proxy;
  if (isWithoutProxy(url, proxy.none)) return undefined;
  return url.protocol === 'https:' ? proxy.https : proxy.http;
}
