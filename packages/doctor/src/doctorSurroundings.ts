import { lookup } from 'node:dns/promises';
import { chooseFetch, type ClientOptions, type Fetch } from '@oidc-admin/client';
import { proxiesIn, proxyOf } from '@oidc-admin/client/proxies';
import { isLoopback } from './address.ts';
import type { ServerChain } from './evidence.ts';
import { isCertificate, readChain } from './readChain.ts';

/** Everything that the doctor touches outside itself; a test gives its own. */
export interface DoctorSurroundings {
  readonly fetch: Fetch;
  /** The addresses of a host. */
  lookup(host: string): Promise<readonly string[]>;
  /** How the server of a URL proves who it is, or why that is not looked at. */
  chainOf(url: URL, signal: AbortSignal): Promise<ServerChain | string>;
  /** Milliseconds since 1970. */
  now(): number;
}

/** How the network is reached: by proxies, and with certification authorities that this computer trusts. */
export type NetworkOptions = Pick<ClientOptions, 'environment' | 'proxy' | 'ca' | 'userAgent'>;

/** The network itself, with a certification authority that the service trusts as well. Proxies are for other computers. */
export async function networkOf(
  { environment = {}, proxy, ca, userAgent }: NetworkOptions,
  given: string | undefined,
): Promise<DoctorSurroundings> {
  // One that is none is a finding, and no reason to read nothing.
  const certificate = given !== undefined && isCertificate(given) ? given : undefined;
  const all = [ca, certificate].filter((pem) => pem !== undefined);
  const trusted = all.length === 0 ? undefined : all.join('\n');
  const named = proxy ?? proxiesIn(environment);
  const through = await chooseFetch({ environment, proxy, ca: trusted, userAgent })();
  const past = await chooseFetch({ ca: trusted, userAgent })();
  return {
    fetch: (url, init) => (isLoopback(new URL(url)) ? past : through)(url, init),
    lookup: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
    chainOf: async (url, signal) => {
      if (url.protocol !== 'https:') return 'the address begins with http://';
      const isDirect = isLoopback(url) || proxyOf(url, named) === undefined;
      return isDirect ? readChain(url, trusted, signal) : 'a proxy stands in between';
    },
    now: () => Date.now(),
  };
}
