import { once } from 'node:events';
import { get as getPlain, type IncomingMessage } from 'node:http';
import { get as getSecure } from 'node:https';
import { getCACertificates } from 'node:tls';
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
  microsoftMultiRefreshToken: 'microsoft_multi_refresh_token',
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
  const { certificate } = body;
  return ask(issuer, typeof certificate === 'string' ? certificate : undefined).then(
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

/** How an issuer is asked: until when, and which certification authorities it may have. */
interface Asking {
  readonly signal: AbortSignal;
  readonly ca?: string[];
}

async function ask(
  issuer: string,
  certificate: string | undefined,
): Promise<{ readonly [name: string]: JsonValue }> {
  const url = new URL(`${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`);
  const asking: Asking = {
    signal: AbortSignal.timeout(patience),
    ...(certificate === undefined ? {} : { ca: [...getCACertificates('default'), certificate] }),
  };
  const document = JSON.parse(await textAt(url, asking)) as JsonValue;
  if (!isObject(document)) throw new Error('no discovery document');
  return document;
}

/**
 * The text at a URL. Whoever saves a configuration chooses the server: no more is read than a discovery document has, and nothing
 * is unpacked, so that it fills no memory.
 */
async function textAt(url: URL, asking: Asking, redirects = 3): Promise<string> {
  const get = url.protocol === 'https:' ? getSecure : getPlain;
  const headers = { accept: 'application/json', 'accept-encoding': 'identity' };
  const request = get(url, { agent: false, headers, ...asking });
  // Of one that was left early too; those before are thrown below.
  request.on('error', () => undefined);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const { statusCode = 0, headers: answered } = response;
  if (statusCode >= 300 && statusCode < 400 && answered.location !== undefined && redirects > 0) {
    response.destroy();
    return textAt(new URL(answered.location, url), asking, redirects - 1);
  }
  if (statusCode < 200 || statusCode > 299) {
    response.destroy();
    throw new Error(`status ${statusCode}`);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > longest) throw new Error('too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
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
