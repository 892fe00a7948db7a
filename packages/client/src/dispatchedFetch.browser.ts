import { ConfigurationError } from './errors.ts';

/** Takes the place of `dispatchedFetch` in a bundle for browsers, which choose proxies and CAs themselves. */
export function dispatchedFetch(): never {
  throw new ConfigurationError({ message: "'proxy' and 'ca' work in Node only" });
}
