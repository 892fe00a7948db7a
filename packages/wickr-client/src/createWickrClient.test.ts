import { inspect } from 'node:util';
import type { RequestEvent } from '@oidc-admin/client';
import { createWickrMock } from '@oidc-admin/wickr-mock';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createWickrClient, errors } from './index.ts';

const { operations } = createWickrMock().contract;
const region = 'us-east-1';
const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};
const networkId = '12345678';
const config = {
  networkId,
  companyId: 'us-east-1-company123',
  issuer: 'https://login.example.com',
  scopes: 'openid profile email',
  extraAuthParams: "a=b&c=d e+'()*!~ä",
  secret: 'client-secret',
  ssoTokenBufferMinutes: 5,
};

test('every operation, over real HTTP against the mock, which checks each signature', async () => {
  await using running = await createWickrMock().start();
  const client = createWickrClient({ endpoint: running.url, region, credentials });
  const { companyId, issuer, scopes, extraAuthParams, ssoTokenBufferMinutes } = config;
  const kept = { companyId, issuer, scopes, extraAuthParams, ssoTokenBufferMinutes };
  expect(await client.registerOidcConfig(config)).toMatchObject(kept);
  const info = await client.getOidcInfo({
    networkId,
    url: 'https://x/?a=b c&d=ä',
    redirectUri: '',
  });
  expect(info.openidConnectInfo).toMatchObject(kept);
  expect(await client.registerOidcConfigTest({ networkId, issuer, scopes })).toEqual(
    expect.any(Object),
  );
  await expect(client.getOidcInfo({ networkId: '99999999' })).rejects.toBeInstanceOf(
    errors.ResourceNotFoundError,
  );
  await expect(client.registerOidcConfig({ ...config, companyId: '' })).rejects.toMatchObject({
    status: expect.toSatisfy((status: number) => status === 400 || status === 422) as unknown,
  });
});

test('the raw client shares the signature, and types answers by status', async () => {
  const { fetch } = createWickrMock();
  const { raw } = createWickrClient({
    endpoint: 'https://wickr.example',
    region,
    credentials,
    fetch,
  });
  const path = '/networks/{networkId}/oidc';
  const unknown = await raw.GET(path, { params: { path: { networkId: '99999999' } } });
  expect(unknown.error?.message).toEqual(expect.any(String));
  expect(unknown.response.status).toBe(404);
  const { networkId: _, ...body } = config;
  const saved = await raw.POST(`${path}/save`, { params: { path: { networkId } }, body });
  expect(saved.data?.companyId).toBe(config.companyId);
});

test.each(['', '1234567', '123456789', '1234567a', '../12345', '12345678/oidc'])(
  'a network id that is not eight digits is refused: %j',
  async (wrong) => {
    let sent = 0;
    const client = createWickrClient({
      endpoint: 'https://wickr.example',
      region,
      credentials,
      fetch: async () => {
        sent += 1;
        return Response.json({});
      },
    });
    await expect(client.getOidcInfo({ networkId: wrong })).rejects.toMatchObject({
      code: 'InputError',
      property: 'networkId',
    });
    expect(sent).toBe(0);
  },
);

const secret = fc
  .tuple(fc.string({ minLength: 1, maxLength: 6 }), fc.stringMatching(/^[A-Za-z0-9]{10}$/))
  .map(([odd, plain]) => odd + plain);

test('no sensitive value of any operation is shown, whatever the server does with it', async () => {
  expect.hasAssertions();
  const failures = [
    (text: string) => Response.json({ message: text, __type: text }, { status: 400 }),
    (text: string) =>
      Response.json({ message: 'x', reasons: [{ field: text, reason: text }] }, { status: 422 }),
    (text: string) => new Response(`<p>${text}</p>`, { status: 502 }),
    (text: string) => new Response(`{"message":"${text}`, { status: 200 }),
    (text: string) => {
      throw new TypeError(`failed on ${text}`, { cause: new Error(text) });
    },
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...operations),
      fc.constantFrom(...failures),
      fc.array(secret, { minLength: 20, maxLength: 20 }),
      secret.map((text) => text.replace(/[^\x21-\x7e]/g, '.')),
      async (operation, fail, values, sessionToken) => {
        const events: RequestEvent[] = [];
        const client = createWickrClient({
          endpoint: 'https://wickr.example',
          region,
          credentials: { ...credentials, sessionToken },
          retry: false,
          onRequest: (event) => events.push(event),
          fetch: async (to, init) =>
            fail(
              `${to} ${JSON.stringify(init)} ${values.join(' ')} ${credentials.secretAccessKey}`,
            ),
        });
        // Every property that is a secret: by its own mark, or as a part of a query that is one.
        const places = [
          ...(operation.body?.properties.filter(({ sensitive }) => sensitive) ?? []),
          ...operation.parameters.filter(
            (one) => one.in === 'query' && (one.sensitive || operation.sensitiveQuery),
          ),
        ];
        const put = Object.fromEntries(
          places.map(({ name }, index) => [name, values[index] ?? '']),
        );
        const call = client[operation.id as keyof typeof client] as (
          input: object,
        ) => Promise<unknown>;
        const error = await call({ networkId, ...put }).catch((caught: unknown) => caught);
        const shown = [
          String(error),
          error instanceof Error ? error.stack : '',
          JSON.stringify(error),
          inspect(error, { depth: 9, showHidden: true }),
          inspect(events, { depth: 9 }),
        ].join('\n');
        for (const value of [...Object.values(put), sessionToken, credentials.secretAccessKey]) {
          expect(shown).not.toContain(value);
          expect(shown).not.toContain(encodeURIComponent(value.toWellFormed()));
          expect(shown).not.toContain(JSON.stringify(value).slice(1, -1));
        }
        expect(shown).not.toMatch(/Signature=[0-9a-f]/);
      },
    ),
    { numRuns: 200 },
  );
});
