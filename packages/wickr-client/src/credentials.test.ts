import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { responding, accessKeyOf } from './fixtures/wire.ts';
import { createWickrClient, type WickrClientOptions } from './index.ts';

const network = { networkId: '12345678' };
function ok() {
  return Response.json({});
}

/** No variable of the machine that runs the tests may reach the chain. */
beforeEach(() => {
  for (const name of Object.keys(process.env))
    if (name.startsWith('AWS_')) vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent/config');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent/credentials');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});
afterEach(() => vi.unstubAllEnvs());

function clientWith(options: WickrClientOptions = {}) {
  const wire = responding(ok);
  return {
    wire,
    client: createWickrClient({ endpoint: 'https://wickr.example', ...wire, ...options }),
  };
}

test('the environment holds the keys', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDENV');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_SESSION_TOKEN', 'session/token+==');
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  const { client, wire } = clientWith();
  await client.getOidcInfo(network);
  const [sent] = wire.sent;
  expect(sent && accessKeyOf(sent)).toBe('AKIDENV');
  expect(sent?.headers.get('x-amz-security-token')).toBe('session/token+==');
  expect(sent?.headers.get('authorization')).toMatch(
    /\/eu-west-1\/wickr\/aws4_request, SignedHeaders=host;x-amz-date;x-amz-security-token, /,
  );
});

async function withProfiles(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'profiles-'));
  const credentials = join(folder, 'credentials');
  const config = join(folder, 'config');
  await writeFile(
    credentials,
    '[default]\naws_access_key_id=AKIDDEFAULT\naws_secret_access_key=a\n[other]\naws_access_key_id=AKIDOTHER\naws_secret_access_key=b\n',
  );
  await writeFile(
    config,
    '[default]\nregion=eu-central-1\n[profile other]\nregion=ap-southeast-2\n',
  );
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', credentials);
  vi.stubEnv('AWS_CONFIG_FILE', config);
}

test('shared files hold profiles, with keys and a region', async () => {
  await withProfiles();
  const none = { endpoint: undefined };
  const byDefault = clientWith(none);
  await byDefault.client.getOidcInfo(network);
  const byOption = clientWith({ ...none, profile: 'other' });
  await byOption.client.getOidcInfo(network);
  vi.stubEnv('AWS_PROFILE', 'other');
  const byVariable = clientWith(none);
  await byVariable.client.getOidcInfo(network);
  expect(
    [byDefault, byOption, byVariable].map(({ wire: { sent } }) => [
      sent[0] && accessKeyOf(sent[0]),
      sent[0] && new URL(sent[0].url).host,
    ]),
  ).toEqual([
    ['AKIDDEFAULT', 'admin.wickr.eu-central-1.amazonaws.com'],
    ['AKIDOTHER', 'admin.wickr.ap-southeast-2.amazonaws.com'],
    ['AKIDOTHER', 'admin.wickr.ap-southeast-2.amazonaws.com'],
  ]);
});

test('a profile that is asked for goes before the keys of the environment', async () => {
  await withProfiles();
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDENV');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  const { client, wire } = clientWith({ profile: 'other' });
  await client.getOidcInfo(network);
  expect(wire.sent[0] && accessKeyOf(wire.sent[0])).toBe('AKIDOTHER');
});

/** The endpoint from which a container gets its keys; a new pair each time. */
async function startContainerEndpoint(lifeMs: number) {
  const tokens: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    tokens.push(request.headers.authorization);
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        AccessKeyId: `AKIDCONTAINER${tokens.length}`,
        SecretAccessKey: 'secret',
        Token: `token${tokens.length}`,
        Expiration: new Date(Date.now() + lifeMs).toISOString(),
      }),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Not listening on a port');
  vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `http://127.0.0.1:${address.port}/keys`);
  vi.stubEnv('AWS_CONTAINER_AUTHORIZATION_TOKEN', 'container-token');
  return {
    tokens,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

test('a container has an endpoint for its keys; they are kept while they live', async () => {
  await using endpoint = await startContainerEndpoint(3_600_000);
  const { client, wire } = clientWith();
  await Promise.all([client.getOidcInfo(network), client.getOidcInfo(network)]);
  await client.getOidcInfo(network);
  expect(wire.sent.map(accessKeyOf)).toEqual(Array.from({ length: 3 }, () => 'AKIDCONTAINER1'));
  expect(wire.sent[0]?.headers.get('x-amz-security-token')).toBe('token1');
  expect(endpoint.tokens).toEqual(['container-token']);
});

test('keys that are about to end are asked for again', async () => {
  await using endpoint = await startContainerEndpoint(60_000);
  const { client, wire } = clientWith();
  await client.getOidcInfo(network);
  await client.getOidcInfo(network);
  expect(wire.sent.map(accessKeyOf)).toEqual(['AKIDCONTAINER1', 'AKIDCONTAINER2']);
  expect(endpoint.tokens).toHaveLength(2);
});

test('keys that are still valid serve while there are no new ones', async () => {
  let asked = 0;
  const { client, wire } = clientWith({
    credentials: async () => {
      asked += 1;
      if (asked > 1) throw new Error('away');
      return {
        accessKeyId: 'AKID1',
        secretAccessKey: 'secret',
        expiration: new Date(Date.now() + 200_000),
      };
    },
  });
  await client.getOidcInfo(network);
  await client.getOidcInfo(network);
  expect(wire.sent.map(accessKeyOf)).toEqual(['AKID1', 'AKID1']);
  expect(asked).toBe(2);
});

test('a function is asked once, and again shortly before its keys end', async () => {
  let asked = 0;
  const { client, wire } = clientWith({
    credentials: async () => {
      asked += 1;
      const life = asked === 1 ? 200_000 : 3_600_000;
      return {
        accessKeyId: `AKID${asked}`,
        secretAccessKey: 'secret',
        expiration: new Date(Date.now() + life),
      };
    },
  });
  await client.getOidcInfo(network);
  await Promise.all([client.getOidcInfo(network), client.getOidcInfo(network)]);
  await client.getOidcInfo(network);
  expect(wire.sent.map(accessKeyOf)).toEqual(['AKID1', 'AKID2', 'AKID2', 'AKID2']);
});

test('keys that the server calls expired are asked for again, once', async () => {
  let asked = 0;
  const expired = () =>
    Response.json(
      { message: 'x' },
      { status: 403, headers: { 'x-amzn-errortype': 'ExpiredTokenException' } },
    );
  const wire = responding(expired, ok, expired);
  const client = createWickrClient({
    endpoint: 'https://wickr.example',
    fetch: wire.fetch,
    credentials: async () => {
      asked += 1;
      return { accessKeyId: `AKID${asked}`, secretAccessKey: 'secret' };
    },
  });
  await client.getOidcInfo(network);
  expect(wire.sent.map(accessKeyOf)).toEqual(['AKID1', 'AKID2']);
  await expect(client.getOidcInfo(network)).rejects.toMatchObject({ code: 'UnauthorizedError' });
  expect(asked).toBe(3);
});

test.each([
  ['nowhere any keys', {}, /No AWS credentials/],
  ['a profile that does not exist', { profile: 'nobody' }, /No AWS credentials.*nobody/],
  [
    'a function that fails',
    { credentials: () => Promise.reject(new Error('vault is sealed')) },
    /vault is sealed/,
  ],
  [
    'keys without a secret',
    { credentials: async () => ({ accessKeyId: 'AKID', secretAccessKey: '' }) },
    /secretAccessKey/,
  ],
])('%s: a configuration error, and nothing is sent', async (_, options, message) => {
  const { client, wire } = clientWith(options);
  const failing = client.getOidcInfo(network);
  await expect(failing).rejects.toThrow(message);
  await expect(failing).rejects.toMatchObject({ code: 'ConfigurationError' });
  expect(wire.sent).toHaveLength(0);
});
