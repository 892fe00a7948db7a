import {
  isObject,
  type JsonValue,
  type ModelRequest,
  type Operation,
  type Prepared,
} from '@oidc-admin/mock';

const patience = 5000;
const longest = 1024 * 1024;

/** properties of a response, and what the provider's discovery document calls them. */
const names: Readonly<Record<string, string>> = {
  issuer: 'issuer',
  authorizationEndpoint: 'authorization_endpoint',
  tokenEndpoint: 'token_endpoint',
  userinfoEndpoint: 'userinfo_endpoint',
  endSessionEndpoint: 'end_session_endpoint',
  logoutEndpoint: 'logout_endpoint',
  revocationEndpoint: 'revocation_endpoint',
  responseTypesSupported: 'response_types_supported',
  scopesSupported: 'scopes_supported',
  grantTypesSupported: 'grant_types_supported',
  tokenEndpointAuthMethodsSupported: 'token_endpoint_auth_methods_supported',
  microsoftMultiRefreshToken: 'microsoft_multi_refreshtoken',
};

/**
 * Asks the issuer that a request names for its discovery document (OpenID Connect Discovery 1.0, section 4). What does
 * not answer with one within five seconds cannot be reached. Undefined if the operation asks no issuer.
 */
export function askIssuer(
  operation: Operation,
  request: ModelRequest,
): Promise<Prepared> | undefined {
  const property = operation.body?.properties.find(({ reachable }) => reachable === true)?.name;
  const body =
    request.body.kind === 'json' && isObject(request.body.value) ? request.body.value : {};
  const issuer = property === undefined ? undefined : body[property];
  if (property === undefined || typeof issuer !== 'string' || issuer === '') return undefined;
  return ask(issuer).then(
    (document): Prepared => ({ found: described(document) }),
    (): Prepared => ({
      broken: {
        clause: `wickr.${operation.id}.${property}.unreachable`,
        kind: 'unreachable',
        location: ['body', property],
        property,
        message: `${property} contains an invalid endpoint`,
      },
    }),
  );
}

async function ask(issuer: string): Promise<{ readonly [name: string]: JsonValue }> {
  const url = new URL(`${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new Error('no http URL');
  const response = await fetch(url, {
    signal: AbortSignal.timeout(patience),
    headers: { accept: 'application/json' },
  });
  const text = await response.text();
  if (!response.ok || text.length > longest) throw new Error(`status ${response.status}`);
  const document = JSON.parse(text) as JsonValue;
  if (!isObject(document)) throw new Error('no discovery document');
  return document;
}

/** What of a discovery document the service answers. Values of another type than documented are left out. */
function described(document: { readonly [name: string]: JsonValue }): JsonValue {
  const found = Object.entries(names).flatMap(([property, name]): [string, JsonValue][] => {
    const value = document[name];
    return value === undefined || !fits(property, value) ? [] : [[property, value]];
  });
  return Object.fromEntries(found);
}

function fits(property: string, value: JsonValue): boolean {
  if (property === 'microsoftMultiRefreshToken') return typeof value === 'boolean';
  if (!property.endsWith('Supported')) return typeof value === 'string';
  return (
    Array.isArray(value) &&
    (value as readonly JsonValue[]).every((entry) => typeof entry === 'string')
  );
}
