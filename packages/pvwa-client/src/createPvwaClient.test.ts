import { inspect } from 'node:util';
import type { OperationTable, RequestEvent } from '@oidc-admin/client';
import { createPvwaMock } from '@oidc-admin/pvwa-mock';
import { pvwaFaults } from '@oidc-admin/pvwa-mock/faults';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { table } from './generated/operations.ts';
import { createPvwaClient } from './index.ts';

const url = 'https://pvwa.example/PasswordVault';
const user = { username: 'admin', password: 'Passw0rd!' };
const operations: OperationTable['operations'] = table.operations;

/** The vendor's example, and a provider described by hand. */
const byDiscovery = {
  authenticationFlow: 'Code',
  discoveryEndpointUrl: 'https://10.10.22.121/OPServer/.well-known/openid-configuration',
  clientId: 'pvwa',
  clientSecretMethod: 'basic',
  userNameClaim: 'given_name',
} as const;
const byHand = {
  authenticationEndpointUrl: 'https://idp.example/authorize',
  issuer: 'https://idp.example',
  jwkSet: '{"keys":[]}',
  clientId: 'other',
  clientSecretMethod: 'Post',
} as const;

test('every operation, over real HTTP against the mock', async () => {
  await using running = await createPvwaMock().start();
  await using client = createPvwaClient({ url: running.url, ...user });
  const added = await client.addProvider({ id: 'corp', ...byHand });
  expect(added).toMatchObject({
    id: 'corp',
    clientSecretMethod: 'Post',
    authenticationFlow: 'Code',
  });
  expect(await client.updateProvider({ id: 'corp', ...byDiscovery })).toBeUndefined();
  const read = await client.getProvider({ id: 'corp' });
  expect(read).toMatchObject({ ...byDiscovery, clientSecretMethod: 'Basic' });
  expect(await client.listProviders()).toEqual({ Providers: [read] });
  await expect(client.addProvider({ id: 'corp', ...byHand })).rejects.toMatchObject({
    code: 'Conflict',
  });
  expect(await client.deleteProvider({ id: 'corp' })).toBeUndefined();
  await expect(client.getProvider({ id: 'corp' })).rejects.toMatchObject({ code: 'NotFound' });
  await client.logoff();
});

test('the raw client shares session and pipeline, and types answers by status', async () => {
  const { fetch } = createPvwaMock();
  const { raw } = createPvwaClient({ url, ...user, fetch });
  const path = '/api/Configuration/OIDC/Providers/{id}/';
  const missing = await raw.GET(path, { params: { path: { id: 'none' } } });
  expect(missing.error?.ErrorCode).toEqual(expect.any(String));
  expect(missing.response.status).toBe(404);
  const list = await raw.GET('/api/Configuration/OIDC/Providers');
  expect(list.data?.Providers).toEqual([]);
});

test.each([
  [{}, true],
  [{ concurrentSession: undefined }, true],
  [{ concurrentSession: false }, false],
])('a raw log-on that asks for %j leaves other sessions alone: %j', async (asked, sent) => {
  const bodies: unknown[] = [];
  const client = createPvwaClient({
    url,
    fetch: async (_to, init) => {
      bodies.push(await new Response(init?.body ?? null).json());
      return Response.json('token==');
    },
  });
  await client.raw.POST('/api/Auth/{type}/Logon', {
    params: { path: { type: 'CyberArk' } },
    body: { ...user, ...(asked as { concurrentSession?: boolean }) },
  });
  expect(bodies).toEqual([{ ...user, concurrentSession: sent }]);
});

test('the RADIUS question of the mock is put and answered', async () => {
  const mock = createPvwaMock({ faults: pvwaFaults });
  mock.faults.on('radius-challenge');
  const questions: string[] = [];
  const client = createPvwaClient({
    url,
    ...user,
    type: 'RADIUS',
    fetch: mock.fetch,
    onChallenge: ({ question }) => {
      questions.push(question);
      return '123456';
    },
  });
  expect(await client.listProviders()).toEqual({ Providers: [] });
  expect(questions).toEqual([expect.stringMatching(/./)]);
});

test('a provider without a discovery URL that is refused: the message names the likely reason', async () => {
  const mock = createPvwaMock({ faults: pvwaFaults });
  mock.faults.on('discovery-always-required');
  const client = createPvwaClient({ url, ...user, fetch: mock.fetch });
  const hint = /always want a discoveryEndpointUrl/;
  await expect(client.addProvider({ id: 'corp', ...byHand })).rejects.toThrow(hint);
  await client.addProvider({ id: 'corp', ...byDiscovery });
  await expect(client.updateProvider({ id: 'corp', ...byHand })).rejects.toThrow(hint);
  await expect(
    client.addProvider({ id: 'b', ...byDiscovery, clientId: 'x'.repeat(101) }),
  ).rejects.not.toThrow(hint);
});

test.each([
  ['https://pvwa.example', '/PasswordVault/api/'],
  ['https://pvwa.example/', '/PasswordVault/api/'],
  ['https://pvwa.example/passwordvault/', '/passwordvault/api/'],
  ['https://proxy.example/vault/PasswordVault', '/vault/PasswordVault/api/'],
])('%s: requests go below %s', async (given, begin) => {
  let sent = '';
  const client = createPvwaClient({
    url: given,
    token: 'token==',
    fetch: async (to) => {
      sent = to;
      return Response.json({ Providers: [] });
    },
  });
  await client.listProviders();
  expect(new URL(sent).pathname.startsWith(begin)).toBe(true);
});

test.each(['a b', 'a+b', 'a&b', 'a%b', '..', '.', '', 'x'.repeat(51)])(
  'an id that cannot stand in the URL is refused: %j',
  async (id) => {
    const mock = createPvwaMock();
    const client = createPvwaClient({ url, ...user, fetch: mock.fetch });
    for (const call of [
      client.getProvider({ id }),
      client.deleteProvider({ id }),
      client.updateProvider({ id, ...byHand }),
      client.modifyProvider(id, {}, { secret: null }),
    ])
      await expect(call).rejects.toMatchObject({ code: 'InputError', property: 'id' });
    expect(mock.requests).toHaveLength(0);
  },
);

test.each(['a.b', 'a/b', 'ä', "a'b", 'a?b#c'])(
  'another id reaches the server as it is, with the slash at the end: %j',
  async (id) => {
    const paths: string[] = [];
    const client = createPvwaClient({
      url,
      token: 'token==',
      fetch: async (to) => {
        paths.push(new URL(to).pathname);
        return new Response(null, { status: 204 });
      },
    });
    await client.deleteProvider({ id });
    expect(paths).toEqual([
      `/PasswordVault/api/Configuration/OIDC/Providers/${encodeURIComponent(id)}/`,
    ]);
  },
);

const secret = fc
  .tuple(fc.string({ minLength: 1, maxLength: 6 }), fc.stringMatching(/^[A-Za-z0-9]{10}$/))
  .map(([odd, plain]) => odd + plain);
const token = fc.stringMatching(/^[A-Za-z0-9+/]{20}==$/);

test('no sensitive value of any operation is shown, whatever the server does with it', async () => {
  expect.hasAssertions();
  const failures = [
    (text: string) => Response.json({ ErrorCode: text, ErrorMessage: text }, { status: 400 }),
    (text: string) =>
      Response.json({ ErrorMessage: 'x', Details: [{ [text]: text }] }, { status: 500 }),
    (text: string) =>
      new Response(`<p>${text}</p>`, { status: 403, headers: { 'content-type': 'text/html' } }),
    (text: string) => new Response(`"${text}`, { status: 200 }),
    (text: string) => {
      throw new TypeError(`failed on ${text}`, { cause: new Error(text) });
    },
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...operations),
      fc.constantFrom(...failures),
      fc.dictionary(fc.constantFrom(...table.sensitive.properties), secret),
      token,
      async (operation, fail, secrets, held) => {
        const events: RequestEvent[] = [];
        const client = createPvwaClient({
          url,
          token: held,
          retry: false,
          onRequest: (event) => events.push(event),
          fetch: async (to, init) =>
            fail(`${to} ${JSON.stringify(init)} ${Object.values(secrets).join(' ')}`),
        });
        const known = new Set(operation.body?.properties.map(({ name }) => name));
        const put = Object.fromEntries(Object.entries(secrets).filter(([name]) => known.has(name)));
        const path = operation.parameters.map(({ name, enum: values }) => [
          name,
          values?.[0] ?? 'a1',
        ]);
        const call = client[operation.id as keyof typeof client] as (
          input: object,
        ) => Promise<unknown>;
        const error = await call({ ...put, ...Object.fromEntries(path) }).catch(
          (caught: unknown) => caught,
        );
        const shown = [
          String(error),
          error instanceof Error ? error.stack : '',
          JSON.stringify(error),
          inspect(error, { depth: 9, showHidden: true }),
          inspect(events, { depth: 9 }),
        ].join('\n');
        for (const value of Object.values(put)) {
          expect(shown).not.toContain(value);
          expect(shown).not.toContain(JSON.stringify(value).slice(1, -1));
        }
        expect(shown).not.toContain(held);
      },
    ),
    { numRuns: 300 },
  );
});
