import { mkdtemp, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newMock } from './apiEntry.ts';
import { runConformance, startConformance } from './testing/conformanceCommand.ts';

const limit = 60_000;
const base = 'https://pvwa.example.com/PasswordVault/api/Configuration/OIDC/Providers';

function entry(method: string, path: string, status: number, text: string, sent?: string) {
  return {
    startedDateTime: new Date(Date.UTC(2026, 10, 26) + status).toISOString(),
    time: 0,
    request: {
      method,
      url: base + path,
      headers: [
        { name: 'Authorization', value: 'the-token-of-a-session' },
        { name: 'Content-Type', value: 'application/json' },
      ],
      ...(sent !== undefined && { postData: { mimeType: 'application/json', text: sent } }),
    },
    response: {
      status,
      headers: [{ name: 'Content-Type', value: 'application/json' }],
      content: { text },
    },
  };
}

test('a HAR file with a mistake of the server in it ends with 1', { timeout: limit }, async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'traffic-')), 'browser.har');
  const entries = [entry('GET', '/corp', 200, '{"id":"corp"}'), entry('GET', '', 204, '')];
  await writeFile(file, JSON.stringify({ log: { version: '1.2', entries } }));
  const { code, out } = await runConformance(['judge', file, '--untouched']);
  expect(code).toBe(1);
  expect(out).toContain('WARNED pvwa.getProvider.200.clientId.propertyPresent (SHOULD');
  expect(out).toContain('exchange 1: GET https://pvwa.example.com/PasswordVault/api');
  expect(out).toContain('FAILED pvwa.listProviders.200.status');
  expect(out).toMatch(/ {2}logoff: none\.security, /);
  expect(out).not.toContain('the-token-of-a-session');
});

test.each([
  ['UTF-8 with a byte order mark', (text: string) => `\uFEFF${text}`],
  ['UTF-16', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
])('a HAR file in %s is read', { timeout: limit }, async (_, encoded) => {
  const file = join(await mkdtemp(join(tmpdir(), 'traffic-')), 'windows.har');
  const log = { version: '1.2', entries: [entry('GET', '', 204, '')] };
  await writeFile(file, encoded(JSON.stringify({ log })));
  const { code, out } = await runConformance(['judge', file]);
  expect([code, out]).toEqual([1, expect.stringContaining('FAILED pvwa.listProviders.200.status')]);
});

test('a file that is too large says so', { timeout: limit }, async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'traffic-')), 'large.har');
  await writeFile(file, '{"log":');
  // No byte of it is on the disk.
  await truncate(file, 2 ** 30);
  const { code, err } = await runConformance(['judge', file]);
  expect([code, err]).toEqual([
    2,
    expect.stringContaining('large.har has more than 511 MiB, more'),
  ]);
});

test('a broken report is named by the place of its mistake, not by its text', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'traffic-')), 'report.json');
  await writeFile(file, '{"secret":\n hidden-one}');
  for (const args of [
    ['--compare', file, file],
    ['--rerun', file],
  ]) {
    const { code, err } = await runConformance(args);
    expect([code, err]).toEqual([
      2,
      expect.stringContaining(`${file} is not valid JSON, line 2, column`),
    ]);
    expect(err).not.toContain('hidden');
  }
});

test(
  'a file that is none, and traffic of something else, end with 2',
  { timeout: limit },
  async () => {
    const directory = await mkdtemp(join(tmpdir(), 'traffic-'));
    const missing = await runConformance(['judge', join(directory, 'missing.har')]);
    expect(missing.code).toBe(2);
    expect(missing.err).toContain('missing.har');
    const file = join(directory, 'other.har');
    await writeFile(file, '{"log":{"entries":[]}}');
    const other = await runConformance(['judge', file]);
    expect(other.code).toBe(2);
    expect(other.err).toContain('no request of this traffic is one of');
  },
);

test('the proxy passes requests on and tells what differs', { timeout: limit }, async () => {
  const mock = await newMock('pvwa');
  await using running = await mock.start();
  mock.faults.on('secret-in-list:provider');
  const proxy = await startConformance([
    'proxy',
    '--api',
    'pvwa',
    '--target',
    new URL(running.url).origin,
  ]);
  const url = await proxy.printed(/from (http:\S+) to/);
  const api = url + new URL(running.url).pathname;
  const json = { 'content-type': 'application/json' };
  const { PVWA_USERNAME: username, PVWA_PASSWORD: password } = mock.demo.environment;
  const send = (method: string, path: string, body?: unknown, headers = {}) =>
    fetch(api + path, {
      method,
      headers: { ...json, ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const logon = await send('POST', '/api/Auth/CyberArk/Logon', { username, password });
  const authorization = (await logon.json()) as string;
  const provider = {
    id: 'corp',
    discoveryEndpointUrl: 'https://idp.example.com/.well-known/openid-configuration',
    clientId: 'pvwa',
    clientSecret: 'a-client-secret-of-this-test',
    clientSecretMethod: 'Basic',
  };
  const providers = '/api/Configuration/OIDC/Providers';
  const added = await send('POST', providers, provider, { authorization });
  expect(added.status).toBe(201);
  const listed = await send('GET', providers, undefined, { authorization });
  expect(listed.status).toBe(200);
  proxy.kill('SIGINT');
  const { code, out, err } = await proxy.ended;
  expect(code).toBe(1);
  expect(out).toContain('pvwa.provider.neverReturned');
  expect(`${out}${err}`).not.toContain('a-client-secret-of-this-test');
  expect(`${out}${err}`).not.toContain(authorization);
  expect(`${out}${err}`).not.toContain(password);
});
