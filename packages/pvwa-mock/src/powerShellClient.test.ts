import { expect, test } from 'vitest';
import { createPvwaMock } from './createPvwaMock.ts';

/** A request as the common PowerShell client sends it: a JSON content type on everything, lines that end in CR LF. */
interface Sent {
  readonly what: string;
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  readonly status: number;
  readonly response?: unknown;
}

const discoveryEndpointUrl = 'https://idp.example.net/.well-known/openid-configuration';
const provider = {
  id: 'staff',
  authenticationFlow: 'Code',
  discoveryEndpointUrl,
  clientId: '00000159875dgjut02f5',
  clientSecretMethod: 'Post',
  userNameClaim: 'preferred_username',
};
const { id: _, ...unnamed } = provider;
const root = '/api/Configuration/OIDC/Providers';

/* Requests of psPAS 7.0.242 (pspete/psPAS): Add-, Get-, Set- and Remove-PASOpenIDConnectProvider, New- and Close-PASSession. */
const requests: readonly Sent[] = [
  {
    what: 'adds with the properties that were given',
    method: 'POST',
    path: root,
    body: {
      id: 'staff',
      discoveryEndpointUrl,
      clientId: provider.clientId,
      clientSecretMethod: 'Post',
      clientSecret: 'example',
    },
    status: 201,
    response: provider,
  },
  {
    what: 'lists below a slash',
    method: 'GET',
    path: `${root}/`,
    status: 200,
    response: { Providers: [provider] },
  },
  {
    what: 'reads before it updates',
    method: 'GET',
    path: `${root}/staff`,
    status: 200,
    response: provider,
  },
  {
    what: 'puts what it read, merged, without the id and without a slash at the end',
    method: 'PUT',
    path: `${root}/staff`,
    body: { ...unnamed, clientSecretMethod: 'Basic' },
    status: 200,
  },
  {
    what: 'reads the update',
    method: 'GET',
    path: `${root}/staff`,
    status: 200,
    response: { ...provider, clientSecretMethod: 'Basic' },
  },
  { what: 'removes', method: 'DELETE', path: `${root}/staff`, status: 204 },
  { what: 'reads what is gone', method: 'GET', path: `${root}/staff`, status: 404 },
  { what: 'logs off', method: 'POST', path: '/API/Auth/Logoff', status: 200 },
  { what: 'is signed out after that', method: 'GET', path: `${root}/`, status: 401 },
];

test('the requests of the common PowerShell client work, from log-on to log-off', async () => {
  await using server = await createPvwaMock().start();
  const send = async (
    method: string,
    path: string,
    body: object | undefined,
    authorization?: string,
  ) => {
    const response = await fetch(server.url + path, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(authorization === undefined ? {} : { authorization }),
      },
      body: body === undefined ? null : JSON.stringify(body, undefined, 2).replaceAll('\n', '\r\n'),
    });
    const text = await response.text();
    return {
      status: response.status,
      json: text === '' ? undefined : (JSON.parse(text) as unknown),
    };
  };
  const logon = { username: 'admin', password: 'Passw0rd!', concurrentSession: true };
  const opened = await send('POST', '/api/Auth/CyberArk/Logon', logon);
  expect(opened).toEqual({ status: 200, json: expect.any(String) });
  const observed: Partial<Sent>[] = [];
  for (const { what, method, path, body, response } of requests) {
    const { status, json } = await send(method, path, body, String(opened.json));
    observed.push({ what, status, ...(response === undefined ? {} : { response: json }) });
  }
  const wanted = requests.map(({ what, status, response }) => ({
    what,
    status,
    ...(response === undefined ? {} : { response }),
  }));
  expect(observed).toEqual(wanted);
});
