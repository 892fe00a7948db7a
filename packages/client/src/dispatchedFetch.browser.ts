import type { Fetch } from './attempt.ts';
import type { ProxySettings } from './dispatchedFetch.ts';
import { ConfigurationError } from './errors.ts';

/** Takes the place of `dispatchedFetch` in a bundle for browsers, which choose proxies and CAs themselves. */
export function dispatchedFetch({ proxy, ca }: ProxySettings): Fetch {
  if (proxy !== false || ca !== undefined)
    throw new ConfigurationError({ message: "'proxy' and 'ca' work in Node only" });
  return (url, init) => globalThis.fetch(url, init);
}
