import { ConfigurationError } from '@oidc-admin/client';

/** Takes the place of `credentialChain` in a bundle for browsers: there is no environment to look into. */
export const credentialChain = (): never => {
  throw new ConfigurationError({ message: "In a browser, 'credentials' must be given" });
};
