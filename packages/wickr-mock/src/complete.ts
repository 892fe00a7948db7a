import { createHash } from 'node:crypto';
import { isObject, valueAt, withValueAt, type Responding, type JsonValue } from '@oidc-admin/mock';

const mask = '********';

/** Fills in what the service makes up: the registered application, what a provider supports, and tokens. */
export function complete(
  body: JsonValue | undefined,
  responding: Responding,
): JsonValue | undefined {
  if (responding.status !== 200 || body === undefined) return body;
  const { action } = responding.operation;
  if (action.does === 'ask') return supported(responding);
  if (action.does === 'save') return withApplication(body);
  if (action.does !== 'read') return body;
  const config = valueAt(body, action.at);
  const shown = config === undefined ? body : withValueAt(body, action.at, withApplication(config));
  return withTokens(shown, responding);
}

/** What the service made when it registered the application; kept from the first response on. */
function withApplication(config: JsonValue): JsonValue {
  if (!isObject(config)) return config;
  return {
    applicationId: 1,
    applicationName: 'Wickr',
    redirectUrl: 'https://messaging-pro-prod.wickr.com/deeplink/oidc.php',
    ...(typeof config['userId'] === 'string' ? { clientId: config['userId'] } : {}),
    ...(typeof config['secret'] === 'string' ? { clientSecret: mask } : {}),
    ...config,
  };
}

/** What a provider at the given issuer would say about itself. */
function supported({ request, prepared }: Responding): JsonValue {
  if (isObject(prepared as JsonValue | undefined)) return prepared as JsonValue;
  const body = request.body.kind === 'json' ? request.body.value : undefined;
  const given = valueAt(body, '/issuer');
  const issuer = typeof given === 'string' ? given : '';
  const base = issuer.replace(/\/+$/, '');
  return {
    issuer,
    authorizationEndpoint: `${base}/authorize`,
    tokenEndpoint: `${base}/oauth/token`,
    userinfoEndpoint: `${base}/userinfo`,
    endSessionEndpoint: `${base}/end-session`,
    logoutEndpoint: `${base}/logout`,
    revocationEndpoint: `${base}/oauth/revoke`,
    responseTypesSupported: ['code'],
    scopesSupported: ['openid', 'profile', 'email', 'offline_access'],
    grantTypesSupported: ['authorization_code', 'refresh_token'],
    tokenEndpointAuthMethodsSupported: ['client_secret_basic', 'client_secret_post'],
    microsoftMultiRefreshToken: false,
  };
}

/** Tokens as an exchange would give them: new ones each time, the code challenge made from the code verifier. */
function withTokens(
  body: JsonValue | undefined,
  { request, newToken }: Responding,
): JsonValue | undefined {
  if (valueAt(body, '/tokenInfo') === undefined) return body;
  const verifier = request.query['codeVerifier'];
  return withValueAt(body, '/tokenInfo', {
    ...(verifier === undefined
      ? {}
      : {
          codeVerifier: verifier,
          codeChallenge: createHash('sha256').update(verifier).digest('base64url'),
        }),
    accessToken: newToken(),
    idToken: newToken(),
    refreshToken: newToken(),
    tokenType: 'Bearer',
    expiresIn: 3600,
  });
}
