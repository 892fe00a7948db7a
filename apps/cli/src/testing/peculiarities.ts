import { inDocument } from '@oidc-admin/doctor/testing/start-provider';
import { otherPublicKey, refuseBasic, type SignInCase } from './misconfigurations.ts';
import { idAsSecret } from './signInServers.ts';

/** What looks wrong, and a sign-in shows that it is right; by what is peculiar. */
export const peculiarities: Readonly<Record<string, SignInCase>> = {
  'a secret that has the form of an id': {
    way: 'signIn',
    at: 'pvwa',
    client: 'id-as-secret',
    environment: () => ({ OIDC_CLIENT_SECRET: idAsSecret }),
  },
  'a claim, and a way to send the secret, that the provider does not announce': {
    way: 'signIn',
    at: 'pvwa',
    alter: () =>
      inDocument(() => ({
        claims_supported: ['sub'],
        token_endpoint_auth_methods_supported: ['private_key_jwt'],
      })),
  },
  'refresh tokens that the provider does not announce': {
    way: 'signIn',
    at: 'wickr',
    alter: () => inDocument(() => ({ grant_types_supported: ['authorization_code'] })),
  },
  'a client that is known in one way only, where nobody chose one': {
    way: 'signIn',
    at: 'wickr',
    alter: () => refuseBasic,
  },
  'keys that are changed while somebody signs in': {
    way: 'signIn',
    at: 'pvwa',
    alter: () => {
      let reads = 0;
      return (response) => {
        if (!response.path.endsWith('/jwks')) return;
        if (reads === 0) response.body = { keys: [otherPublicKey()] };
        reads += 1;
      };
    },
  },
};
