import { expect, test } from 'vitest';
import { createPvwaMock } from './createPvwaMock.ts';
import { pvwaFaults } from './faults/pvwaFaults.ts';
import { openSession } from './fixtures/openSession.ts';

const providers = '/api/Configuration/OIDC/Providers';
const vendorExample = {
  authenticationFlow: 'Code',
  discoveryEndpointUrl: 'https://10.10.22.121/OPServer/.well-known/openid-configuration',
  clientId: 'pvwa',
  clientSecretMethod: 'basic',
  userNameClaim: 'given_name',
};
const minimal = {
  id: 'pvwa',
  discoveryEndpointUrl: 'https://idp.example.net/.well-known/openid-configuration',
  clientId: 'c',
  clientSecretMethod: 'Post',
};

test("the vendor's example is saved over real HTTP, normalised, and read back", async () => {
  await using server = await createPvwaMock().start();
  const call = await openSession(server.url);
  expect((await call('POST', providers, minimal)).status).toBe(201);
  const update = await call('PUT', `${providers}/pvwa/`, vendorExample);
  expect([update.status, update.text]).toEqual([200, '']);
  const read = await call('GET', `${providers}/pvwa`);
  expect(read.json).toEqual({ ...vendorExample, id: 'pvwa', clientSecretMethod: 'Basic' });
  expect((await call('GET', providers)).json).toEqual({ Providers: [read.json] });
});

test("names of properties are taken in other letter cases, as a vendor's module writes them", async () => {
  await using server = await createPvwaMock().start();
  const logon = await fetch(`${server.url}/API/auth/Cyberark/Logon`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ UserName: 'admin', Password: 'Passw0rd!', concurrentSession: true }),
  });
  expect(logon.status).toBe(200);
  const call = await openSession(server.url);
  const { id, clientId, discoveryEndpointUrl, ...others } = minimal;
  const body = {
    ID: id,
    ClientID: clientId,
    DiscoveryEndpointURL: discoveryEndpointUrl,
    ...others,
  };
  expect((await call('POST', providers, body)).status).toBe(201);
  expect((await call('GET', `${providers}/pvwa`)).json).toMatchObject(minimal);
  const both = { ...others, discoveryEndpointUrl, clientId: 'exact', CLIENTID: 'other' };
  expect((await call('PUT', `${providers}/pvwa/`, both)).status).toBe(200);
  expect((await call('GET', `${providers}/pvwa`)).json).toMatchObject({ clientId: 'exact' });
});

test('an update replaces: what is left out falls back to its default, and no secret comes back', async () => {
  await using server = await createPvwaMock().start();
  const call = await openSession(server.url);
  const secret = 'a-secret-of-this-test';
  const full = { ...minimal, description: 'd', userNameClaim: 'sub', clientSecret: secret };
  await call('POST', providers, full);
  const { id: _, ...update } = minimal;
  await call('PUT', `${providers}/pvwa/`, update);
  const read = await call('GET', `${providers}/pvwa/`);
  expect(read.json).toEqual({
    ...minimal,
    authenticationFlow: 'Code',
    userNameClaim: 'preferred_username',
  });
});

test('the order of the checks is session, role, existence, body', async () => {
  await using server = await createPvwaMock().start();
  const admin = await openSession(server.url);
  const auditor = await openSession(server.url, 'auditor');
  const anybody = await openSession(server.url, 'admin', 'garbage');
  const wrong = { clientId: '' };
  expect((await anybody('PUT', `${providers}/no/`, wrong)).code).toBe('PASWS006E');
  expect((await auditor('PUT', `${providers}/no/`, wrong)).code).toBe('PASWS041E');
  expect((await admin('PUT', `${providers}/no/`, wrong)).status).toBe(404);
  await admin('POST', providers, minimal);
  expect((await admin('PUT', `${providers}/pvwa/`, wrong)).code).toBe('PASWS167E');
  expect((await admin('POST', providers, minimal)).status).toBe(409);
});

test.each([
  ['another letter case', '/API/CONFIGURATION/oidc/providers'],
  ['a slash at the end', `${providers}/`],
])('%s in a path reaches the same', async (_, path) => {
  await using server = await createPvwaMock().start();
  const call = await openSession(server.url);
  expect((await call('GET', path)).json).toEqual({ Providers: [] });
});

test('a session ends with its time-out and with log-off', async () => {
  let now = Date.now();
  const mock = createPvwaMock({ now: () => now, sessionTimeoutSeconds: 60 });
  const call = await openSession(`http://mock/PasswordVault`, 'admin', undefined, mock.fetch);
  now += 59_000;
  expect((await call('GET', providers)).status).toBe(200);
  now += 61_000;
  expect((await call('GET', providers)).code).toBe('PASWS006E');
  const again = await openSession(`http://mock/PasswordVault`, 'admin', undefined, mock.fetch);
  expect((await again('POST', '/api/Auth/Logoff')).status).toBe(200);
  expect((await again('GET', providers)).status).toBe(401);
});

test.each([
  ['no JSON', '{"clientId":', 400],
  ['nothing', '', 400],
  ['a list', '[]', 400],
  ['no UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), 400],
  ['very deep JSON', `${'['.repeat(5000)}${']'.repeat(5000)}`, 400],
  ['more than a megabyte', 'x'.repeat(1024 * 1024 + 1), 413],
])('a body that is %s is answered at once in the vendor’s error body', async (_, body, status) => {
  await using server = await createPvwaMock().start();
  const call = await openSession(server.url);
  await call('POST', providers, minimal);
  const response = await call('PUT', `${providers}/pvwa/`, body);
  expect(response.status).toBe(status);
  expect(response.json).toMatchObject({
    ErrorCode: expect.any(String),
    ErrorMessage: expect.any(String),
  });
});

test('the roles of the demo differ, and the credentials are those of its environment', async () => {
  const { demo } = createPvwaMock();
  expect(demo.environment).toMatchObject({
    PVWA_USERNAME: 'admin',
    PVWA_PASSWORD: 'Passw0rd!',
    PVWA_AUDITOR_USERNAME: 'auditor',
    PVWA_AUDITOR_PASSWORD: 'Passw0rd!',
  });
});

test('a RADIUS server asks its question once, and the response opens the session', async () => {
  const mock = createPvwaMock({ faults: pvwaFaults });
  mock.faults.on('radius-challenge');
  const logon = async (password: string) => {
    const response = await mock.fetch('http://mock/PasswordVault/api/Auth/RADIUS/Logon', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'admin', password, concurrentSession: true }),
    });
    return { status: response.status, json: await response.json() };
  };
  expect(await logon('Passw0rd!')).toMatchObject({ status: 500, json: { ErrorCode: 'ITATS542I' } });
  expect((await logon('654321')).status).not.toBe(200);
  expect(await logon('123456')).toMatchObject({ status: 200, json: expect.any(String) });
});
