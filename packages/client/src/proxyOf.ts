import { checkedProxy, type NamedProxies } from './proxies.ts';
import { isWithoutProxy } from './withoutProxy.ts';

export { checkedProxy, holdsPassword, proxiesIn } from './proxies.ts';

/**
 * The proxy through which a URL is reached, of a given one or of those that an environment names; undefined where there is none.
 * A `ConfigurationError` names the variable of one that cannot be used; one that no request needs may be of any kind.
 */
export function proxyOf(
  url: URL,
  proxy: string | false | NamedProxies | undefined,
): string | undefined {
  if (proxy === undefined || proxy === false) return undefined;
  if (typeof proxy === 'string') return proxy;
  if (isWithoutProxy(url, proxy.none)) return undefined;
  const named = url.protocol === 'https:' ? proxy.https : proxy.http;
  return named && checkedProxy(...named);
}
