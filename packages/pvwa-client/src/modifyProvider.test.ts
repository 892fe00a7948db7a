import { createPvwaMock } from '@oidc-admin/pvwa-mock';
import { expect, test } from 'vitest';
import { startVault } from './fixtures/vault.ts';
import { createPvwaClient } from './index.ts';

const url = 'https://pvwa.example/PasswordVault';
const user = { username: 'admin', password: 'Passw0rd!' };

const provider = {
  id: 'corp',
  discoveryEndpointUrl: 'https://idp.example/.well-known/openid-configuration',
  clientId: 'pvwa',
  clientSecretMethod: 'Post',
  userNameClaim: 'email',
  description: 'All staff',
} as const;

async function withProvider() {
  const mock = createPvwaMock();
  const client = createPvwaClient({ url, ...user, fetch: mock.fetch });
  await client.addProvider({ ...provider, clientSecret: 'first' });
  const lastUpdate = (): unknown => {
    const update = mock.requests.findLast(({ operation }) => operation === 'updateProvider');
    return update && JSON.parse(new TextDecoder().decode(update.received.body));
  };
  return { client, lastUpdate };
}

test('an update replaces: what is left out falls back to its default', async () => {
  const { client } = await withProvider();
  const { id, discoveryEndpointUrl, clientId, clientSecretMethod } = provider;
  await client.updateProvider({ id, discoveryEndpointUrl, clientId, clientSecretMethod });
  const read = await client.getProvider({ id });
  expect(read.userNameClaim).toBe('preferred_username');
  expect(read).not.toHaveProperty('description');
});

test('a modification keeps what it does not change', async () => {
  const { client } = await withProvider();
  await client.modifyProvider('corp', { description: 'Everybody' }, { secret: 'second' });
  expect(await client.getProvider({ id: 'corp' })).toEqual({
    ...provider,
    description: 'Everybody',
    authenticationFlow: 'Code',
  });
});

test('null takes a property away', async () => {
  const { client } = await withProvider();
  await client.modifyProvider('corp', { description: null, userNameClaim: null }, { secret: null });
  const read = await client.getProvider({ id: 'corp' });
  expect(read).not.toHaveProperty('description');
  expect(read.userNameClaim).toBe('preferred_username');
});

test('from a discovery document to a provider described by hand', async () => {
  const { client } = await withProvider();
  const byHand = {
    authenticationEndpointUrl: 'https://idp.example/authorize',
    issuer: 'https://idp.example',
    jwkSet: '{"keys":[]}',
  };
  await client.modifyProvider('corp', { discoveryEndpointUrl: null, ...byHand }, { secret: null });
  const read = await client.getProvider({ id: 'corp' });
  expect(read).toMatchObject(byHand);
  expect(read).not.toHaveProperty('discoveryEndpointUrl');
});

test('the secret is sent anew, or not at all', async () => {
  const { client, lastUpdate } = await withProvider();
  await client.modifyProvider('corp', {}, { secret: 'second' });
  expect(lastUpdate()).toMatchObject({ clientSecret: 'second' });
  await client.modifyProvider('corp', {}, { secret: null });
  expect(lastUpdate()).not.toHaveProperty('clientSecret');
});

test('without a decision on the secret nothing is sent', async () => {
  const { client, lastUpdate } = await withProvider();
  const careless = client.modifyProvider as (...given: unknown[]) => Promise<void>;
  for (const decision of [{}, undefined, { secret: undefined }])
    await expect(careless('corp', {}, decision)).rejects.toMatchObject({
      code: 'InputError',
      property: 'secret',
    });
  expect(lastUpdate()).toBeUndefined();
});

test('an unknown property and an unknown provider are errors', async () => {
  const { client, lastUpdate } = await withProvider();
  const careless = client.modifyProvider as (...given: unknown[]) => Promise<void>;
  await expect(careless('corp', { discription: 'x' }, { secret: null })).rejects.toMatchObject({
    code: 'InputError',
    property: 'discription',
  });
  await expect(client.modifyProvider('other', {}, { secret: null })).rejects.toMatchObject({
    code: 'NotFound',
    operation: 'getProvider',
  });
  expect(lastUpdate()).toBeUndefined();
});

test('a flow that an update may not send must be changed', async () => {
  await using vault = await startVault(({ method }, response) => {
    if (method !== 'GET') return false;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ...provider, authenticationFlow: 'Implicit' }));
    return true;
  });
  const client = createPvwaClient({ url: vault.url, ...user });
  await expect(client.modifyProvider('corp', {}, { secret: null })).rejects.toMatchObject({
    code: 'InputError',
    property: 'authenticationFlow',
  });
  await client.modifyProvider('corp', { authenticationFlow: 'Code' }, { secret: null });
  expect(vault.requests.at(-1)).toMatchObject({ method: 'PUT' });
});
