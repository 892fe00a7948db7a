import type { CommandLine } from '@oidc-admin/client';
import { createWickrMock } from '@oidc-admin/wickr-mock';
import { expect, test } from 'vitest';
import { createWickrClient } from './createWickrClient.ts';
import { commands } from './generated/commands.ts';

const networkId = '12345678';
const saved = { companyId: 'us-east-1-x', issuer: 'https://x', scopes: 'openid', userId: 'u' };

const { operations }: CommandLine['table'] = commands;
/** What the mock saves where nothing is sent, and a read shows; none of the specification as it is today. */
const defaults = Object.fromEntries(
  (operations.find(({ id }) => id === 'registerOidcConfig')?.body?.properties ?? []).flatMap(
    ({ name, default: value }) => (value === undefined ? [] : [[name, value]]),
  ),
);

function start() {
  const mock = createWickrMock();
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = mock
    .demo.environment as Record<string, string>;
  const client = createWickrClient({
    endpoint: 'http://mock.invalid',
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey },
    fetch: mock.fetch,
  });
  const sent = (): unknown => {
    const last = mock.requests.findLast(({ operation }) => operation === 'registerOidcConfig');
    return last?.request?.body?.kind === 'json' ? last.request.body.value : undefined;
  };
  return { client, sent };
}

test('what is left out stays, null takes away, and the secret is as decided', async () => {
  const { client, sent } = start();
  await client.registerOidcConfig({ networkId, ...saved, secret: 'first secret' });
  await client.modifyOidcConfig(
    networkId,
    { scopes: 'openid email', userId: null },
    { secret: null },
  );
  const { userId: _userId, ...rest } = saved;
  expect(sent()).toEqual({ ...defaults, ...rest, scopes: 'openid email' });
  await client.modifyOidcConfig(networkId, {}, { secret: 'second secret' });
  expect(sent()).toEqual({ ...defaults, ...rest, scopes: 'openid email', secret: 'second secret' });
});

test('without a decision on the secret, and without a configuration, nothing is saved', async () => {
  const { client, sent } = start();
  const none = {} as { readonly secret: string | null };
  await expect(client.modifyOidcConfig(networkId, {}, none)).rejects.toThrow(/'secret' must be/);
  await expect(client.modifyOidcConfig(networkId, {}, { secret: null })).rejects.toThrow(
    /no configuration yet|ResourceNotFoundError/,
  );
  expect(sent()).toBeUndefined();
});
