import { createPvwaMock } from '@oidc-admin/pvwa-mock';
import { expect, test } from 'vitest';
import { createPvwaClient } from './index.ts';

const url = 'https://pvwa.example';
const user = { username: 'admin', password: 'Passw0rd!' };
const provider = {
  id: 'corp',
  authenticationFlow: 'Code',
  clientId: 'pvwa',
  clientSecretMethod: 'Post',
  userNameClaim: 'email',
};

function clientAnswered(body: unknown) {
  return createPvwaClient({
    url,
    token: 'token==',
    validateResponses: true,
    fetch: async () => Response.json(body),
  });
}

test('what the mock answers passes', async () => {
  const { fetch } = createPvwaMock();
  const client = createPvwaClient({ url, ...user, fetch, validateResponses: true });
  const added = await client.addProvider({
    id: 'corp',
    clientId: 'pvwa',
    clientSecretMethod: 'Basic',
    discoveryEndpointUrl: 'https://idp.example',
  });
  expect(await client.listProviders()).toEqual({ Providers: [added] });
  await client.deleteProvider({ id: 'corp' });
  await client.close();
});

test.each([
  [{ Providers: {} }, /\/Providers must be array/],
  [{}, /the body must have required property 'Providers'/],
  [null, /the body must be object/],
  [
    { Providers: [provider, { ...provider, clientId: 7 }] },
    /\/Providers\/1\/clientId must be string/,
  ],
])('%o is an error that says where and how', async (body, message) => {
  const failing = clientAnswered(body).listProviders();
  await expect(failing).rejects.toThrow(message);
  await expect(failing).rejects.toMatchObject({
    code: 'UnexpectedResponseError',
    reason: 'schema',
    status: 200,
  });
});

test('properties that are not documented are ignored', async () => {
  const body = { Providers: [{ ...provider, later: 1 }], Total: 1 };
  expect(await clientAnswered(body).listProviders()).toEqual(body);
});

test('without the option nothing is validated', async () => {
  const client = createPvwaClient({ url, token: 't', fetch: async () => Response.json({}) });
  expect(await client.listProviders()).toEqual({});
});
