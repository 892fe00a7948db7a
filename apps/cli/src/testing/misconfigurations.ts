import type { CauseWay } from '@oidc-admin/doctor';
import {
  type AlterableResponse,
  inDocument,
  signingKey,
} from '@oidc-admin/doctor/testing/start-provider';
import { idAsSecret, rightSecret, type SignInServers } from './signInServers.ts';

type Properties = Readonly<Record<string, unknown>>;

/** A sign-in that is not as others are, in what a service keeps of it or at its provider. */
export interface SignInCase {
  readonly way: CauseWay;
  /** Where it is saved. */
  readonly at: keyof SignInServers['environments'];
  /** What is saved in place of what is right; undefined takes a property away. */
  readonly saved?: (servers: SignInServers) => Properties;
  /** The client at the provider in place of the right one. */
  readonly client?: string;
  /** How the provider answers in place of what is right. */
  readonly alter?: (servers: SignInServers) => SignInServers['provider']['alter'];
  /** Options in place of those that are right. */
  readonly flags?: (servers: SignInServers) => readonly string[];
  readonly environment?: (servers: SignInServers) => Readonly<Record<string, string>>;
  readonly gives?: 'up';
}

/** One thing that is wrong, and what names it. */
export interface Misconfiguration extends SignInCase {
  /** The cause in docs/doctor.md, and the finding that names it. */
  readonly cause: number;
  readonly code: string;
  /** What else is wrong for the same reason. */
  readonly also?: readonly string[];
}

function publicSet(...keys: readonly Properties[]): string {
  return JSON.stringify({ keys });
}

/** A key with which the provider does not sign. */
export function otherPublicKey(): Properties {
  const { kty, n, e } = signingKey('other');
  return { kty, n, e, kid: 'other', use: 'sig' };
}

/** A PVWA that is told of a provider by hand, and keeps its keys. */
function byHand({ provider }: SignInServers, jwkSet: string): Properties {
  return {
    discoveryEndpointUrl: undefined,
    issuer: provider.issuer,
    authenticationEndpointUrl: `${provider.issuer}/auth`,
    jwkSet,
  };
}

/** A provider whose clock is wrong. */
function clockBehind(seconds: number): NonNullable<SignInCase['alter']> {
  return () => (response) =>
    response.set('date', new Date(Date.now() - seconds * 1000).toUTCString());
}

/** A provider that knows the client by its secret in the body only. */
export function refuseBasic(response: AlterableResponse): void {
  if (response.path !== '/token' || !/^Basic /i.test(response.get('authorization'))) return;
  response.status = 401;
  response.body = { error: 'invalid_client' };
}

/** One for each finding that names a cause, in the order of the causes. */
export const misconfigurations: readonly Misconfiguration[] = [
  {
    cause: 1,
    way: 'published',
    code: 'issuerDiffers',
    at: 'wickr',
    saved: ({ provider }) => ({ issuer: `${provider.issuer}/` }),
  },
  {
    cause: 2,
    way: 'published',
    code: 'documentInsteadOfIssuer',
    also: ['privateAddress', 'serviceTestFailed'],
    at: 'wickr',
    saved: ({ provider }) => ({ issuer: `${provider.issuer}/.well-known/openid-configuration` }),
  },
  {
    cause: 2,
    way: 'published',
    code: 'issuerInsteadOfDocument',
    at: 'pvwa',
    saved: ({ provider }) => ({ discoveryEndpointUrl: provider.issuer }),
  },
  {
    cause: 3,
    way: 'published',
    code: 'issuerTemplate',
    at: 'pvwa',
    alter: () => inDocument(() => ({ issuer: 'https://login.example/{tenantid}/' })),
  },
  {
    cause: 4,
    way: 'published',
    code: 'endpointVersion',
    at: 'pvwa',
    alter: ({ provider: { issuer } }) =>
      inDocument(() => ({
        issuer: `${issuer}/v2.0`,
        authorization_endpoint: `${issuer}/v2.0/auth`,
      })),
  },
  {
    cause: 4,
    way: 'signIn',
    code: 'tokenIssuerDiffers',
    at: 'pvwa',
    alter: ({ provider: { issuer } }) => inDocument(() => ({ issuer: `${issuer}/` })),
  },
  {
    cause: 5,
    way: 'published',
    code: 'signingKeyNotChosen',
    at: 'pvwa',
    alter: () => inDocument(() => ({ id_token_signing_alg_values_supported: ['HS256', 'none'] })),
  },
  {
    cause: 5,
    way: 'signIn',
    code: 'tokenAlgorithm',
    at: 'pvwa',
    client: 'symmetric',
  },
  {
    cause: 6,
    way: 'signIn',
    code: 'idTokenEncrypted',
    at: 'pvwa',
    client: 'encrypted',
  },
  {
    cause: 7,
    way: 'published',
    code: 'rs256Missing',
    at: 'pvwa',
    alter: () => inDocument(() => ({ id_token_signing_alg_values_supported: ['PS256'] })),
  },
  {
    cause: 8,
    way: 'published',
    code: 'certificateUntrusted',
    at: 'pvwa',
    saved: ({ strangers }) => ({ discoveryEndpointUrl: strangers.whole }),
  },
  {
    cause: 8,
    way: 'published',
    code: 'certificateIncomplete',
    also: ['redirectPlain'],
    at: 'plainPvwa',
    flags: () => [],
    saved: ({ strangers }) => ({ discoveryEndpointUrl: strangers.withGap }),
  },
  {
    cause: 8,
    way: 'service',
    code: 'serviceTestFailed',
    also: ['privateAddress'],
    at: 'wickr',
    // This computer trusts the authority, and the service does not.
    flags: ({ authorityFile }) => ['--ca-file', authorityFile],
  },
  {
    cause: 9,
    way: 'published',
    code: 'privateAddress',
    at: 'pvwa',
    flags: ({ authorityFile }) => [
      '--ca-file',
      authorityFile,
      '--redirect-uri',
      'https://203.0.113.7/PasswordVault/api/auth/oidc/corp/token',
    ],
  },
  {
    cause: 9,
    way: 'service',
    code: 'serviceTestFailed',
    at: 'wickr',
    saved: () => ({ issuer: 'https://idp.invalid' }),
    alter: () =>
      inDocument((document) =>
        Object.fromEntries(
          Object.entries(document).map(([name, value]) => [
            name,
            typeof value === 'string'
              ? value.replace(/^https:\/\/127\.0\.0\.1:\d+/, 'https://idp.invalid')
              : value,
          ]),
        ),
      ),
    environment: ({ tunnel }) => ({ HTTPS_PROXY: tunnel }),
  },
  {
    cause: 10,
    way: 'signIn',
    code: 'clientRefused',
    at: 'pvwa',
    environment: () => ({ OIDC_CLIENT_SECRET: 'that-of-last-year' }),
  },
  {
    cause: 11,
    way: 'published',
    code: 'secretIsId',
    at: 'pvwa',
    environment: () => ({ OIDC_CLIENT_SECRET: idAsSecret }),
  },
  { cause: 12, way: 'published', code: 'redirectPlain', at: 'plainPvwa' },
  {
    cause: 12,
    way: 'signIn',
    code: 'redirectUriUnknown',
    also: ['redirectPlain'],
    at: 'plainPvwa',
  },
  {
    cause: 13,
    way: 'signIn',
    code: 'redirectUriUnknown',
    at: 'pvwa',
    client: 'other-case',
  },
  {
    cause: 14,
    way: 'published',
    code: 'charactersWithBasic',
    at: 'pvwa',
    environment: () => ({ OIDC_CLIENT_SECRET: `${rightSecret}+` }),
  },
  {
    cause: 14,
    way: 'signIn',
    code: 'clientMethodRefused',
    at: 'pvwa',
    alter: () => refuseBasic,
  },
  {
    cause: 15,
    way: 'published',
    code: 'claimNotAnnounced',
    at: 'pvwa',
    saved: () => ({ userNameClaim: 'upn' }),
  },
  {
    cause: 15,
    way: 'signIn',
    code: 'claimMissing',
    at: 'pvwa',
    saved: () => ({ userNameClaim: 'email' }),
  },
  {
    cause: 16,
    way: 'signIn',
    code: 'userNameDiffers',
    at: 'pvwa',
    flags: ({ authorityFile }) => ['--ca-file', authorityFile, '--user-name', 'anna'],
  },
  {
    cause: 17,
    way: 'published',
    code: 'pinnedKeysOutdated',
    at: 'pvwa',
    saved: (servers) => byHand(servers, publicSet(otherPublicKey())),
  },
  {
    cause: 17,
    way: 'published',
    code: 'pinnedKeysPartly',
    at: 'pvwa',
    saved: (servers) => byHand(servers, publicSet(servers.publicKey)),
    alter:
      ({ publicKey }) =>
      (response) => {
        if (response.path.endsWith('/jwks'))
          response.body = { keys: [publicKey, otherPublicKey()] };
      },
  },
  {
    cause: 18,
    way: 'published',
    code: 'scopeNotAnnounced',
    at: 'wickr',
    saved: () => ({ scopes: 'openid profile vault offline_access' }),
  },
  {
    cause: 18,
    way: 'signIn',
    code: 'scopeRefused',
    at: 'pvwa',
    client: 'few-scopes',
  },
  {
    cause: 20,
    way: 'published',
    code: 'offlineAccessMissing',
    at: 'wickr',
    saved: () => ({ scopes: 'openid profile' }),
  },
  {
    cause: 20,
    way: 'published',
    code: 'refreshGrantMissing',
    at: 'wickr',
    alter: () => inDocument(() => ({ grant_types_supported: ['authorization_code'] })),
  },
  {
    cause: 20,
    way: 'signIn',
    code: 'refreshTokenMissing',
    at: 'wickr',
    client: 'no-refresh',
  },
  { cause: 21, way: 'signIn', code: 'accessDenied', at: 'pvwa', gives: 'up' },
  { cause: 23, way: 'published', code: 'clocksDiffer', at: 'pvwa', alter: clockBehind(120) },
  { cause: 23, way: 'published', code: 'clocksDifferMuch', at: 'pvwa', alter: clockBehind(600) },
  {
    cause: 24,
    way: 'published',
    code: 'jwkSetPrivate',
    at: 'pvwa',
    flags: ({ authorityFile, write, publicKey }) => [
      '--ca-file',
      authorityFile,
      '--jwk-set-file',
      write('private.json', publicSet({ ...publicKey, d: 'c2VjcmV0LW9mLXRoZS1rZXk' })),
    ],
  },
];
