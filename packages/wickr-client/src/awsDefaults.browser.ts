import { ConfigurationError } from '@oidc-admin/client';

/** Takes the place of `credentialChain` in a bundle for browsers: there is no environment to look into. */
export function credentialChain(): never {
  throw new ConfigurationError({ message: "In a browser, 'credentials' must be given" });
}

/** Takes the place of `configuredRegion` in a bundle for browsers, which have no shared files. */
export function configuredRegion(): Promise<undefined> {
  return Promise.resolve(undefined);
}
