import { isDeepStrictEqual } from 'node:util';
import {
  sendPlainly,
  signedPlainly,
  type PlainRequest,
  type PlainResult,
  type PlainSigning,
} from './plainHttp.ts';

/** Whether a server, at this URL, shows one fault; on the right server it never does. */
export type Witness = (url: string) => Promise<boolean>;

/** The witnesses of one kind, by the names of the faults after `outsider:`. */
export type Witnesses = Readonly<Record<string, Witness>>;

type Send = (
  method: string,
  path: string,
  body?: unknown,
  more?: Pick<PlainRequest, 'headers' | 'chunked'>,
) => Promise<PlainResult>;

export const providerPath = '/api/Configuration/OIDC/Providers';
export const methodPath = '/api/Configuration/AuthenticationMethods';
export const network = '/networks/12345678/oidc';
export const otherNetwork = '/networks/87654321/oidc';

/** A right provider without its id. */
export const provider = {
  discoveryEndpointUrl: 'https://idp.example.com/.well-known/openid-configuration',
  clientId: 'client',
  clientSecretMethod: 'Basic',
};

/** A right provider that is described by hand, without its id. */
export const byEndpoints = {
  authenticationEndpointUrl: 'https://idp.example.com/authorize',
  issuer: 'https://idp.example.com',
  jwkSet: '{"keys":[{"kty":"RSA","n":"sXch","e":"AQAB"}]}',
  clientId: 'client',
  clientSecretMethod: 'Post',
};

export const config = {
  companyId: 'us-east-1-company',
  issuer: 'https://idp.example.com/tenant',
  scopes: 'openid email',
};

/** Logs on and returns a way to send requests in this session. */
export async function session(url: string, username = 'admin'): Promise<Send> {
  const { json } = await logOn(url, username);
  const authorization = String(json);
  return (method, path, body, { headers, ...more } = {}) =>
    sendPlainly(url, { method, path, body, headers: { authorization, ...headers }, ...more });
}

export function logOn(
  url: string,
  username = 'admin',
  more: Pick<PlainRequest, 'chunked'> = {},
): Promise<PlainResult> {
  const body = { username, password: 'Passw0rd!', concurrentSession: true };
  return sendPlainly(url, { method: 'POST', path: '/api/Auth/CyberArk/Logon', body, ...more });
}

/** Sends requests without any session. */
export function anonymous(url: string): Send {
  return (method, path, body, more) => sendPlainly(url, { method, path, body, ...more });
}

/** Sends a request with a right signature, or one that is wrong in the given way. */
export function signedSend(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  { headers = {}, ...signing }: PlainSigning & Pick<PlainRequest, 'headers'> = {},
): Promise<PlainResult> {
  const request = {
    method,
    path,
    body,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
  };
  return sendPlainly(url, { ...request, headers: signedPlainly(url, request, signing) });
}

/** The property of a JSON body, or of an object in it. */
export function at(body: unknown, ...names: readonly string[]): unknown {
  let found: unknown = body;
  for (const name of names) found = (found as Record<string, unknown> | null | undefined)?.[name];
  return found;
}

/** Whether what was added under an id is read otherwise than it was sent. */
export function addedOtherwise(path: string, sent: object, id = 'one'): Witness {
  return async (url) => {
    const send = await session(url);
    const added = await send('POST', path, { id, ...sent });
    expectStatus(added, 201);
    return !holds((await send('GET', `${path}/${id}/`)).json, sent);
  };
}

/** Whether what was updated is read otherwise than it was sent. */
export function updatedOtherwise(path: string, sent: object, before: object = {}): Witness {
  return async (url) => {
    const send = await session(url);
    const first = path === providerPath ? provider : {};
    expectStatus(await send('POST', path, { id: 'one', ...first, ...before }), 201);
    expectStatus(await send('PUT', `${path}/one/`, sent), 200);
    return !holds((await send('GET', `${path}/one/`)).json, sent);
  };
}

/** Whether what was saved is read otherwise than it was sent. */
export function savedOtherwise(more: object): Witness {
  return async (url) => {
    const sent = { ...config, ...more };
    expectStatus(await signedSend(url, 'POST', `${network}/save`, sent), 200);
    const read = await signedSend(url, 'GET', network);
    return !holds(at(read.json, 'openidConnectInfo'), sent);
  };
}

/** Whether a body has all these properties. */
export function holds(body: unknown, sent: object): boolean {
  return Object.entries(sent).every(([name, value]) => isDeepStrictEqual(at(body, name), value));
}

/** Fails a witness whose preparation went wrong. */
export function expectStatus({ status, text }: PlainResult, expected: number): void {
  if (status !== expected) throw new Error(`${status} instead of ${expected}: ${text}`);
}

/** The ids in a list. */
export async function idsIn(send: Send, path: string): Promise<readonly string[]> {
  const { json } = await send('GET', path);
  const all = at(json, path === providerPath ? 'Providers' : 'Methods') as readonly {
    id: string;
  }[];
  return all.map(({ id }) => id);
}
