import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4, type SignatureV4Init } from '@smithy/signature-v4';

/** Keys, and the region of the server. `credentials` may be a function that gets them, such as one of AWS's own providers. */
export interface SignedFetchOptions {
  readonly credentials: SignatureV4Init['credentials'];
  readonly region: string;
  readonly fetch?: typeof globalThis.fetch;
}

/** A `fetchApi` that signs each request with AWS Signature Version 4. */
export function signedFetch({
  credentials,
  region,
  fetch,
}: SignedFetchOptions): typeof globalThis.fetch {
  const signer = new SignatureV4({
    credentials,
    region,
    service: 'wickr',
    sha256: Sha256,
    applyChecksum: false,
  });
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const query = Object.fromEntries(
      [...url.searchParams.keys()].map((name) => [name, url.searchParams.getAll(name)]),
    );
    const { headers } = await signer.sign({
      method: init.method ?? 'GET',
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query,
      headers: { ...Object.fromEntries(new Headers(init.headers)), host: url.host },
      body: init.body,
    });
    delete headers['host'];
    return (fetch ?? globalThis.fetch)(url, { ...init, headers });
  };
}
