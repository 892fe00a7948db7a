import { randomBytes } from 'node:crypto';
import { readText, tooLarge, type SignInValues } from '@oidc-admin/client';
import {
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  type AuthorizationServer,
  type Client,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  customFetch,
  genericTokenEndpointRequest,
  None,
} from 'oauth4webapi';
import type { Reader } from '../readPublished.ts';

/** How a client secret is sent. */
export type ClientMethod = NonNullable<SignInValues['clientSecretMethod']>;

/** A token response has some kilobytes; this is in bytes. */
const longestResponse = 2 ** 20;

/** The most milliseconds that one request of a sign-in takes. */
export const longestRequestMs = 30_000;

/** A token endpoint, and the client that asks it. */
export interface TokenEndpoint {
  readonly server: AuthorizationServer;
  readonly client: Client;
  readonly reader: Reader;
  readonly redirectUri: string;
  readonly codeVerifier: string;
}

/** How the client proves who it is; without a secret it does not. */
export function clientProof(secret: string | undefined, method: ClientMethod): ClientAuth {
  if (secret === undefined) return None();
  return method === 'basic' ? ClientSecretBasic(secret) : ClientSecretPost(secret);
}

function requestOptions({ surroundings, signal }: Reader) {
  return {
    [allowInsecureRequests]: true,
    [customFetch]: async (
      url: string,
      { method, headers, body }: { method: string; headers: Record<string, string>; body: unknown },
    ): Promise<Response> => {
      const response = await surroundings.fetch(url, {
        method,
        headers,
        body: String(body),
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(longestRequestMs)]),
      });
      const text = await readText(response, longestResponse);
      if (text === tooLarge)
        throw new Error(`the response is longer than ${longestResponse} bytes`);
      const { status } = response;
      const type = response.headers.get('content-type') ?? '';
      // A response of these has no body.
      const isEmpty = status < 200 || status === 204 || status === 205 || status === 304;
      return new Response(isEmpty ? null : text, {
        status: status < 200 ? 502 : status,
        headers: { 'content-type': type },
      });
    },
  };
}

function errorIn(body: unknown): string | undefined {
  const { error } = (body ?? {}) as { readonly error?: unknown };
  return typeof error === 'string' ? error : undefined;
}

/**
 * Whether the provider knows the client by this proof. A code that was never issued is refused only after that, so that no code is
 * needed to try.
 */
export async function knowsClient(endpoint: TokenEndpoint, proof: ClientAuth): Promise<boolean> {
  const { server, client, reader, redirectUri, codeVerifier } = endpoint;
  const response = await genericTokenEndpointRequest(
    server,
    client,
    proof,
    'authorization_code',
    { code: 'never-issued', redirect_uri: redirectUri, code_verifier: codeVerifier },
    requestOptions(reader),
  );
  const body: unknown = await response.json().catch(() => undefined);
  const error = errorIn(body);
  if (response.status >= 500 || (error === undefined && response.status !== 401))
    throw new Error(`the token endpoint answered ${response.status} without an error of OAuth`);
  return response.status !== 401 && error !== 'invalid_client' && error !== 'unauthorized_client';
}

/**
 * Whether the provider refuses a secret that was made up. Some look at the code first, and know every client as long as the code is
 * wrong: what they say of another secret means nothing.
 */
export async function refusesMadeUp(
  endpoint: TokenEndpoint,
  method: ClientMethod,
): Promise<boolean> {
  const madeUp = randomBytes(24).toString('base64url');
  return !(await knowsClient(endpoint, clientProof(madeUp, method)));
}

/** Asks for tokens with a code that came back. */
export function tokenResponse(
  endpoint: TokenEndpoint,
  proof: ClientAuth,
  parameters: URLSearchParams,
): Promise<Response> {
  const { server, client, reader, redirectUri, codeVerifier } = endpoint;
  const options = requestOptions(reader);
  return authorizationCodeGrantRequest(
    server,
    client,
    proof,
    parameters,
    redirectUri,
    codeVerifier,
    options,
  );
}
