import type { SignInSource, SignInValues } from '@oidc-admin/client';
import { table } from './generated/operations.ts';

function textAt(properties: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = properties[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Beside the URL of a document, the three that describe a provider by hand have no meaning (PVWA-UPDATE-THREE-IRRELEVANT). */
function addressOf(properties: Readonly<Record<string, unknown>>): SignInValues {
  const address = textAt(properties, 'discoveryEndpointUrl');
  return address === undefined
    ? {
        issuer: textAt(properties, 'issuer'),
        authorizationEndpoint: textAt(properties, 'authenticationEndpointUrl'),
        jwkSet: textAt(properties, 'jwkSet'),
      }
    : { address, addressForm: 'document' };
}

function valuesOf(properties: Readonly<Record<string, unknown>>): SignInValues {
  const method = textAt(properties, 'clientSecretMethod')?.toLowerCase();
  return {
    ...addressOf(properties),
    clientId: textAt(properties, 'clientId'),
    clientSecret: textAt(properties, 'clientSecret'),
    clientSecretMethod: method === 'basic' || method === 'post' ? method : undefined,
    // The default of the server: PVWA-UPDATE-USERNAMECLAIM-DEFAULT.
    userNameClaim: textAt(properties, 'userNameClaim') ?? 'preferred_username',
  };
}

/** Where a provider sends users back to: PVWA-WILD-REDIRECT-URI. */
async function redirectUriOf(url: string, id: string): Promise<string> {
  const { checkedBaseUrl } = await import('@oidc-admin/client');
  const base = checkedBaseUrl('url', url, table.basePath);
  return `${base}/api/auth/oidc/${encodeURIComponent(id)}/token`;
}

/** How a PVWA keeps the sign-in by a provider. */
export const providerSignIn: SignInSource = {
  flag: 'provider',
  description: 'the id of a provider that a PVWA has',
  resource: 'provider',
  addressForm: 'document',
  valuesOf,
  wayIn: ({ PVWA_TOKEN: token }) =>
    token
      ? 'PVWA_TOKEN may be of a session that was opened by this very provider. Keep an administrator who signs in otherwise.'
      : undefined,
  redirectUri: async (properties, { PVWA_URL: url = '' }) => {
    const id = textAt(properties, 'id');
    return id === undefined ? undefined : redirectUriOf(url, id);
  },
  read: async (connection, id, { PVWA_URL: url = '' }, options) => {
    const provider = (await connection.call('getProvider', { id }, options)) as Readonly<
      Record<string, unknown>
    >;
    // Letter case counts for whoever compares it, so that the server's own spelling is taken.
    const redirectUri = await redirectUriOf(url, textAt(provider, 'id') ?? id);
    return { ...valuesOf(provider), redirectUri };
  },
};
