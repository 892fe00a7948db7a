import { createHash, randomBytes } from 'node:crypto';
import type { Values } from './wickrBody.ts';
import type { SecretShown, WickrChoices } from './wickrChoices.ts';

const MASK = '********';

/** A saved configuration as it is answered; `showUserId: false` leaves out what the facts only ask for with SHOULD. */
export function describeConfig(
  saved: Values,
  choices: WickrChoices,
  shown: SecretShown,
  showUserId: boolean,
): Values {
  const { secret, userId, ...rest } = saved;
  const response: Values = { ...choices.extras, ...rest };
  if (userId !== undefined && showUserId) response['userId'] = userId;
  if (userId !== undefined && choices.clientIdShown) response['clientId'] = userId;
  if (secret !== undefined && shown !== 'absent') {
    response['secret'] = shown === 'masked' ? MASK : secret;
    response['clientSecret'] = response['secret'];
  }
  return response;
}

/** Whether an issuer could be reached at all: an https URL whose host is not under the reserved `.invalid`. */
export function isReachable(issuer: string): boolean {
  if (!/^https:\/\/[^/]/i.test(issuer) || !URL.canParse(issuer)) return false;
  const { hostname } = new URL(issuer);
  return !/(^|\.)invalid\.?$/i.test(hostname);
}

/** What a provider at `issuer` is reported to support. */
export function describeProvider(
  issuer: string,
  scopes: string,
  choices: WickrChoices,
): Record<string, unknown> {
  if (choices.testResponse === 'bare')
    return { issuer, grantTypesSupported: [], microsoftMultiRefreshToken: true };
  const base = issuer.replace(/\/+$/, '');
  return {
    issuer,
    authorizationEndpoint: `${base}/authorize`,
    tokenEndpoint: `${base}/token`,
    userinfoEndpoint: `${base}/userinfo`,
    endSessionEndpoint: `${base}/logout`,
    logoutEndpoint: `${base}/logout`,
    revocationEndpoint: `${base}/revoke`,
    responseTypesSupported: ['code'],
    scopesSupported: scopes.split(' ').filter((scope) => scope !== ''),
    grantTypesSupported: ['authorization_code', 'refresh_token'],
    tokenEndpointAuthMethodsSupported: ['client_secret_basic', 'client_secret_post'],
    microsoftMultiRefreshToken: false,
  };
}

/** The tokens that a code is exchanged for. */
export function describeTokens(
  codeVerifier: string | null,
  choices: WickrChoices,
): Record<string, unknown> {
  const token = (): string => randomBytes(24).toString('base64url');
  if (choices.tokens === 'few') return { accessToken: token(), tokenType: 'Bearer', expiresIn: 0 };
  const proof =
    codeVerifier === null
      ? {}
      : {
          codeVerifier,
          codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url'),
        };
  // 64 bits are allowed, and half of them are sent.
  return {
    ...proof,
    accessToken: token(),
    idToken: token(),
    refreshToken: token(),
    tokenType: 'bearer',
    expiresIn: 2 ** 32,
  };
}
