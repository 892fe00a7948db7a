import { lookup } from 'node:dns/promises';
import { chooseFetch } from '@oidc-admin/client';
import type { ServerChain } from './evidence.ts';
import { isCertificate, readChain } from './readChain.ts';

/** Everything that the doctor touches outside itself; a test gives its own. */
export interface DoctorSurroundings {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** The addresses of a host. */
  lookup(host: string): Promise<readonly string[]>;
  /** How the server of a URL proves who it is, or why that is not looked at. */
  chainOf(url: URL, signal: AbortSignal): Promise<ServerChain | string>;
  /** Milliseconds since 1970. */
  now(): number;
}

/** The network itself, through the proxies that an environment names, with a certification authority that is given. */
export async function networkOf(
  environment: Readonly<Record<string, string | undefined>>,
  given: string | undefined,
): Promise<DoctorSurroundings> {
  // One that is none is a finding, and no reason to read nothing.
  const certificate = given !== undefined && isCertificate(given) ? given : undefined;
  const fetch = await chooseFetch({ environment, ca: certificate })();
  const hasProxy = ['https_proxy', 'http_proxy'].some(
    (name) => environment[name] || environment[name.toUpperCase()],
  );
  return {
    fetch,
    lookup: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
    chainOf: async (url, signal) => {
      if (url.protocol !== 'https:') return 'the address begins with http://';
      return hasProxy ? 'a proxy stands in between' : readChain(url, certificate, signal);
    },
    now: () => Date.now(),
  };
}
