import { createPvwaMock } from '@oidc-admin/pvwa-mock';
import { access } from '@oidc-admin/wickr-client/testing';
import { createWickrMock } from '@oidc-admin/wickr-mock';
import { expect, test } from 'vitest';

/*
 * The vendors' own examples over real HTTP, sent and read back by plain fetch: byte for byte as they are printed, so that
 * neither the specifications nor the clients can bend them.
 */

test("the vendor's example of a PVWA update is taken and read back", async () => {
  const mock = createPvwaMock();
  await using server = await mock.start();
  const api = `${server.url}/API`;
  const json = { 'content-type': 'application/json' };
  const logon = await fetch(`${api}/Auth/CyberArk/Logon`, {
    method: 'POST',
    headers: json,
    body: '{"username":"admin","password":"Passw0rd!","concurrentSession":true}',
  });
  expect(logon.status).toBe(200);
  const headers = { ...json, authorization: (await logon.json()) as string };

  const added = await fetch(`${api}/Configuration/OIDC/Providers`, {
    method: 'POST',
    headers,
    body: '{"id":"pvwa","discoveryEndpointUrl":"https://old.example.net/.well-known/openid-configuration","clientId":"old","clientSecretMethod":"Post","clientSecret":"an-old-secret","description":"old"}',
  });
  expect(added.status).toBe(201);

  const updated = await fetch(`${api}/Configuration/OIDC/Providers/pvwa/`, {
    method: 'PUT',
    headers,
    body: '{"authenticationFlow":"Code","discoveryEndpointUrl":"https://10.10.22.121/OPServer/.well-known/openid-configuration","clientId":"pvwa","clientSecretMethod":"basic","userNameClaim":"given_name"}',
  });
  expect(updated.status).toBe(200);
  expect(await updated.text()).toBe('');

  // Widely used clients leave the last slash out.
  for (const url of ['Providers/pvwa', 'Providers/pvwa/']) {
    const read = await fetch(`${api}/Configuration/OIDC/${url}`, { headers });
    expect(read.status).toBe(200);
    expect(await read.json()).toEqual({
      id: 'pvwa',
      authenticationFlow: 'Code',
      discoveryEndpointUrl: 'https://10.10.22.121/OPServer/.well-known/openid-configuration',
      clientId: 'pvwa',
      clientSecretMethod: 'Basic',
      userNameClaim: 'given_name',
    });
  }
});

test("the vendor's example of a Wickr save is taken and read back", async () => {
  const mock = createWickrMock();
  await using server = await mock.start();
  const [principal] = access.principals(mock.demo.environment).principals;
  if (principal === undefined) throw new Error('The demo has no credentials');
  const opened = await access.open({ url: server.url, fetch }, principal);
  const send = async (method: string, path: string, body?: string): Promise<Response> => {
    const json = { 'content-type': 'application/json' };
    const url = `${server.url}/networks/12345678/oidc${path}`;
    const request = { method, url, headers: body === undefined ? {} : json };
    const signed = await opened.authorize(body === undefined ? request : { ...request, body });
    return fetch(url, { method, headers: signed.headers, ...(body === undefined ? {} : { body }) });
  };
  const example = {
    companyId: 'us-east-1-company123',
    issuer: 'https://login.example.com',
    scopes: 'openid profile email',
    ssoTokenBufferMinutes: 5,
    userId: 'email',
  };

  const saved = await send('POST', '/save', JSON.stringify(example));
  expect(saved.status).toBe(200);
  expect(await saved.json()).toMatchObject(example);

  const read = await send('GET', '');
  expect(read.status).toBe(200);
  expect(await read.json()).toEqual({ openidConnectInfo: expect.objectContaining(example) });

  const unsigned = await fetch(`${server.url}/networks/12345678/oidc`);
  expect(unsigned.status).toBe(401);
});
