import { startPvwaServer } from '@oidc-admin/reference-servers/pvwaServer.ts';
import { startWickrServer } from '@oidc-admin/reference-servers/wickrServer.ts';
import { expect, test } from 'vitest';
import { checkAll, demonstration } from '../testing/checkAll.ts';
import { startProxy } from '../testing/faultyProxy.ts';
import { apis } from '../testing/generated/apis.ts';
import type { WireResponse } from '../wire/wireResponse.ts';
import { exchangeOf, redactMismatch } from './redacted.ts';
import { createRunContext } from './runContext.ts';
import type { Composed } from './sent.ts';
import type { TestersAccess } from './sessions.ts';

const own = 'the-own-secret-of-the-target';
const session = 'the-session-of-a-cookie';
function wanted({ operation }: { readonly operation?: string }): boolean {
  return operation === 'getOidcInfo';
}

test(
  'what a target tells of its own secrets is in no record, cut short or in a header',
  { timeout: 60_000 },
  async () => {
    const { environment } = await demonstration('wickr');
    await using server = await startWickrServer();
    let reads = 0;
    await using proxy = await startProxy(server.url, ({ method, status, headers }) => {
      if (method !== 'GET' || status >= 500) return undefined;
      reads += 1;
      const config = `{"companyId":"us-east-1-a","issuer":"https://a.example","scopes":"openid","secret":"${own}"`;
      return {
        status: 200,
        headers: {
          ...headers,
          'content-type': 'application/json',
          'set-cookie': `session=${session}`,
          'x-request': `by ${environment['AWS_SECRET_ACCESS_KEY'] ?? ''}`,
          'x-debug': own,
        },
        // The first is whole, so that the secret is known; the others end within it, or in front of its end.
        body: Buffer.from(
          reads === 1 ? `{"oidcInfo":${config}}}` : config.slice(0, -1 - (reads % 5)),
        ),
      };
    });
    const { results } = await checkAll('wickr', proxy.url, { level: 'default', wanted });
    const text = JSON.stringify(results);
    expect(text).toContain('x-debug');
    expect(text).toContain('[redacted]');
    for (const secret of [own.slice(0, -6), session, environment['AWS_SECRET_ACCESS_KEY'] ?? ''])
      expect(text.includes(secret)).toBe(false);
  },
);

test('an original secret that is to be put back is in no record', { timeout: 60_000 }, async () => {
  await using server = await startWickrServer();
  await using proxy = await startProxy(server.url, ({ method }) =>
    method === 'GET' ? { status: 404, body: Buffer.from(`<html>${own}</html>`) } : undefined,
  );
  const { results } = await checkAll('wickr', proxy.url, {
    level: 'default',
    wanted,
    environment: { WICKR_OTHER_ORIGINAL_SECRET: own },
  });
  const text = JSON.stringify(results);
  expect(text).toContain('<html>');
  expect(text.includes(own)).toBe(false);
});

test(
  'an encoded secret is hidden as soon as it is known, though it was seen before',
  { timeout: 60_000 },
  async () => {
    const encoded = Buffer.from(`a:${own}:b`).toString('base64');
    await using server = await startWickrServer();
    let reads = 0;
    await using proxy = await startProxy(server.url, ({ method, status, headers }) => {
      if (method !== 'GET' || status >= 500) return undefined;
      reads += 1;
      const config = { companyId: 'us-east-1-a', issuer: 'https://a.example', scopes: 'openid' };
      const oidcInfo = reads === 2 ? { ...config, secret: own } : config;
      return {
        status: 200,
        headers: { ...headers, 'content-type': 'application/json', 'x-encoded': encoded },
        body: Buffer.from(JSON.stringify({ oidcInfo })),
      };
    });
    const { results } = await checkAll('wickr', proxy.url, { level: 'default', wanted });
    const values = results.flatMap(({ exchanges }) =>
      exchanges.flatMap(({ response }) => response?.headers['x-encoded'] ?? []),
    );
    expect(reads).toBeGreaterThan(2);
    expect(values.filter((value) => value === encoded).length).toBeLessThanOrEqual(1);
    expect(values.some((value) => value.includes('[redacted]'))).toBe(true);
  },
);

test('a password is hidden in what a difference shows, however often it is escaped', async () => {
  const { contract, environment } = await demonstration('pvwa');
  const password = 'a "quoted" \\ word';
  const run = createRunContext(
    {
      api: 'pvwa',
      target: { name: 'pvwa', url: 'http://127.0.0.1', embedded: false },
      level: 'default',
      strict: true,
      seed: 1,
      timeoutMs: 1000,
      runId: 'test',
      issuer: 'https://idp.example.com',
    },
    contract,
    (await apis.pvwa.access()) as unknown as TestersAccess,
    { ...environment, PVWA_PASSWORD: password },
  );
  const operation = contract.operations.find(({ id }) => id === 'listProviders');
  const written = [password];
  for (let times = 0; times < 2; times += 1)
    written.push(JSON.stringify(written.at(-1)).slice(1, -1));
  for (const text of written) {
    const difference = {
      clause: 'pvwa.provider.kept',
      binding: 'MUST',
      message: 'm',
      expected: 'e',
    } as const;
    const { actual } = redactMismatch(run, { ...difference, actual: { inner: `by ${text}` } });
    expect(actual).toEqual({ inner: 'by [redacted]' });
    const json = { inner: `by ${text}` };
    const { response } = exchangeOf(
      run,
      {
        request: { operation },
        wire: { method: 'GET', url: 'http://127.0.0.1/', headers: {} },
        sender: 'default',
      } as unknown as Composed,
      { status: 500, headers: {}, text: JSON.stringify(json), json } as unknown as WireResponse,
      1,
    );
    expect(JSON.parse(response?.body ?? '')).toEqual({ inner: 'by [redacted]' });
  }
});

test('a session that is sent as plain text is in no record', { timeout: 60_000 }, async () => {
  await using server = await startPvwaServer();
  const tokens: string[] = [];
  await using proxy = await startProxy(server.url, ({ path, status, body }) => {
    if (!/logon$/i.test(path) || status !== 200) return undefined;
    tokens.push(String(JSON.parse(body.toString())));
    return { body: Buffer.from(tokens.at(-1) ?? '') };
  });
  const logon = ({ id }: { readonly id: string }): boolean => id.startsWith('pvwa.logon.');
  const { results } = await checkAll('pvwa', proxy.url, { level: 'default', wanted: logon });
  expect(tokens).not.toEqual([]);
  expect(tokens.filter((token) => JSON.stringify(results).includes(token))).toEqual([]);
});

test.each([
  ['text', (secret: string) => 'a'.repeat(32 * 1024 - 10) + secret + 'b'.repeat(300_000)],
  [
    'JSON',
    (secret: string) =>
      JSON.stringify({ oidcInfo: { companyId: secret, more: Array(20_000).fill('abc') } }),
  ],
])(
  'of a long body of %s a record has the beginning, without a part of a secret, and the length',
  { timeout: 60_000 },
  async (_what, bodyWith) => {
    const { environment } = await demonstration('wickr');
    const secret = environment['AWS_SECRET_ACCESS_KEY'] ?? '';
    const body = bodyWith(secret);
    await using server = await startWickrServer();
    await using proxy = await startProxy(server.url, ({ method, status }) =>
      method === 'GET' && status < 500
        ? {
            status: 200,
            headers: { 'content-type': 'application/json' },
            body: Buffer.from(body),
          }
        : undefined,
    );
    const { results } = await checkAll('wickr', proxy.url, { level: 'default', wanted });
    const long = results.flatMap(({ exchanges }) =>
      exchanges.flatMap(({ response }) => (response?.length === undefined ? [] : [response])),
    );
    expect(long.length).toBeGreaterThan(0);
    for (const kept of long) {
      expect(kept.length).toBe(body.length);
      expect(kept.body.length).toBeLessThanOrEqual(32 * 1024);
      expect(kept.body.length).toBeGreaterThan(50);
      expect(kept.body).not.toContain(secret.slice(0, 4));
    }
  },
);

/** What of a text stands in its encoded forms, whatever is around it; in lower case. */
function formsOf(text: string): string[] {
  const base64 = [0, 1, 2].map((before) =>
    Buffer.from('-'.repeat(before) + text)
      .toString('base64')
      .slice(4, -4),
  );
  return [text, ...base64, Buffer.from(text).toString('hex')].map((one) => one.toLowerCase());
}

test(
  'signatures and keys that a server quotes in any form are in no record',
  { timeout: 60_000 },
  async () => {
    const { environment } = await demonstration('wickr');
    const key = environment['AWS_SECRET_ACCESS_KEY'] ?? '';
    const quoted = new Set<string>();
    await using server = await startWickrServer();
    let last = '';
    await using proxy = await startProxy(server.url, ({ method, requestHeaders, status }) => {
      if (method !== 'GET' || status >= 500) return undefined;
      const header = requestHeaders['authorization'] ?? '';
      const signature = /[0-9a-f]{64}$/.exec(header)?.[0];
      const before = last;
      if (signature !== undefined) quoted.add((last = signature));
      const words = [header, before.toUpperCase(), key.toLowerCase(), encodeURIComponent(key)];
      const encoded = [`a ${key} b`, before, `a:${before}:b`].map((one) => Buffer.from(one));
      const spelled = (['base64', 'base64url', 'hex'] as const).flatMap((encoding) =>
        encoded.map((one) => one.toString(encoding)),
      );
      const message = [...words, ...spelled].join(' ; ');
      return {
        status: 403,
        headers: { 'content-type': 'application/json', 'x-quoted': message },
        body: Buffer.from(JSON.stringify({ message })),
      };
    });
    const { results } = await checkAll('wickr', proxy.url, { level: 'default', wanted });
    const text = JSON.stringify(results).toLowerCase();
    expect(quoted.size).toBeGreaterThan(5);
    for (const signature of quoted)
      for (const form of formsOf(signature)) expect(text).not.toContain(form);
    const inner = Buffer.from(`a ${key} b`).toString('base64').slice(6, -6).toLowerCase();
    for (const form of [key, encodeURIComponent(key), inner, Buffer.from(key).toString('hex')])
      expect(text).not.toContain(form.toLowerCase());
    expect(text).toContain('[redacted]');
  },
);

test('a signature that a server makes the name of a property is in no record', async () => {
  const quoted = new Set<string>();
  await using server = await startWickrServer();
  await using proxy = await startProxy(server.url, ({ method, requestHeaders, status }) => {
    const signature = /[0-9a-f]{64}$/.exec(requestHeaders['authorization'] ?? '')?.[0];
    if (method !== 'GET' || status >= 500 || signature === undefined) return undefined;
    quoted.add(signature);
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify({ [signature]: 1 })),
    };
  });
  const { results } = await checkAll('wickr', proxy.url, { level: 'default', wanted });
  const text = JSON.stringify(results);
  expect(quoted.size).toBeGreaterThan(2);
  expect(text).toContain('"at":"/[redacted]"');
  expect([...quoted].filter((signature) => text.includes(signature))).toEqual([]);
});
