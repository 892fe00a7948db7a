import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPvwaClient } from '@oidc-admin/pvwa-client';
import { createPvwaMock } from '@oidc-admin/pvwa-mock';
import { pvwaFaults } from '@oidc-admin/pvwa-mock/faults';
import { createWickrClient } from '@oidc-admin/wickr-client';
import { createWickrMock } from '@oidc-admin/wickr-mock';
import { expect, onTestFinished, test } from 'vitest';
import { running, serving } from '../fixtures/serving.ts';
import { record } from './record.ts';

const secret = 'hidden0secret';
const users = { grace: { password: `${secret}-password`, role: 'vaultAdmin' } };
const provider = {
  id: 'staff',
  authenticationFlow: 'Code',
  discoveryEndpointUrl: 'https://idp.example/.well-known/openid-configuration',
  clientId: 'vault',
  clientSecret: secret,
  clientSecretMethod: 'Basic',
  userNameClaim: 'sub',
  description: `do not use ${secret} any more`,
} as const;

function files() {
  const folder = mkdtempSync(join(tmpdir(), 'mock-record-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [seed, baseline] = [join(folder, 'seed.json'), join(folder, 'baseline.yaml')];
  const read = () => readFileSync(seed, 'utf8') + readFileSync(baseline, 'utf8');
  return { seed, baseline, read, flags: ['--write-seed', seed, '--write-baseline', baseline] };
}

function clientAt(url: string, username: string, password: string) {
  return createPvwaClient({ url, username, password });
}

test('what a server has saved is a seed without its secrets, and its mistakes are a baseline', async () => {
  const hosts = new Set<string | undefined>();
  const vault = createPvwaMock({
    users,
    onExchange: ({ received }) => hosts.add(received.headers['host']),
    faults: pvwaFaults,
    seed: { resources: { provider: { '': { old: { ...provider, id: 'old' } } } } },
  });
  vault.faults.on('list-repeats-last:provider');
  await using server = await vault.start();
  const { seed, baseline, flags, read } = files();
  const args = ['--api', 'pvwa', '--target', server.url, ...flags];
  const { code, out, err } = await running(record, args, {}, async (url) => {
    const client = clientAt(url, 'grace', users.grace.password);
    await client.addProvider(provider);
    await client.getProvider({ id: 'old' });
    await client.listProviders();
  });
  expect([code, err]).toEqual([0, expect.stringContaining('pvwa.provider.listed')]);
  expect(out).toMatch(/2 saved in .*seed\.json, \d broken clauses? in .*baseline\.yaml/);
  expect(read() + out + err).not.toContain(secret);
  expect([...hosts]).toEqual([new URL(server.url).host]);
  expect(read()).toContain('--fault list-repeats-last:provider');
  await serving(['pvwa', '--seed', seed], {}, async (url) => {
    const client = clientAt(url, 'admin', 'Passw0rd!');
    expect(await client.getProvider({ id: 'staff' })).toMatchObject({
      clientId: 'vault',
      description: 'do not use replaced-secret any more',
    });
    expect((await client.getProvider({ id: 'old' })).clientId).toBe('vault');
  });
  const again = await running(record, args);
  expect(again).toMatchObject({
    code: 2,
    err: expect.stringContaining('seed.json: is there already'),
  });
  expect(readFileSync(baseline, 'utf8')).toMatch(/^# What http:/);
});

test('what an answer shows beside the specification, or in a URL, is in neither file', async () => {
  const { clientSecret: _, ...shown } = {
    ...provider,
    discoveryEndpointUrl: `https://admin:${secret}-1@idp.example/a?access_token=${secret}-2#t=${secret}-3`,
    description: 'nothing',
    // Known as a secret only from the write that comes later.
    authenticationFlow: secret,
    password: `${secret}-4`,
    more: { token: `${secret}-5` },
  };
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    outgoing.setHeader('content-type', 'application/json');
    if (incoming.method === 'POST') outgoing.statusCode = 201;
    outgoing.end(JSON.stringify(incoming.method === 'POST' ? shown : { Providers: [shown] }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const { flags, read, baseline } = files();
  const args = ['--api', 'pvwa', '--target', `http://127.0.0.1:${port}`, ...flags];
  const { code, out, err } = await running(record, args, {}, async (url) => {
    const providers = `${url}/api/Configuration/OIDC/Providers`;
    const headers = { authorization: 'a-session', 'content-type': 'application/json' };
    await (await fetch(providers, { headers })).text();
    const body = JSON.stringify(provider);
    await (await fetch(providers, { method: 'POST', headers, body })).text();
  });
  expect(code).toBe(0);
  expect(readFileSync(baseline, 'utf8')).toMatch(/password is not documented\n.*\(string\)/);
  expect(readFileSync(baseline, 'utf8')).toContain('actual: "[redacted]"');
  expect(read() + out).not.toContain(secret);
  expect(err).not.toMatch(new RegExp(`${secret}-`));
});

test('networks of a real server are those of the mock that works with the seed', async () => {
  const keys = { AKIDREAL: `${secret}-key` };
  await using server = await createWickrMock({ networks: ['11112222'], keys }).start();
  const { seed, flags, read } = files();
  const args = ['--api', 'wickr', '--target', server.url, ...flags];
  const saved = { companyId: 'us-east-1-a', issuer: 'https://i.example', scopes: 'openid' };
  const credentials = { accessKeyId: 'AKIDREAL', secretAccessKey: keys.AKIDREAL };
  const { code, out } = await running(record, args, {}, async (endpoint) => {
    const client = createWickrClient({ endpoint, region: 'us-east-1', credentials });
    await client.registerOidcConfig({ networkId: '11112222', ...saved, secret });
  });
  expect([code, read() + out]).toEqual([0, expect.not.stringContaining(secret)]);
  const line = `pnpm mock wickr --seed ${seed} --wickr-networks 11112222`;
  expect(out).toContain(line);
  const flagsOfMock = [...line.split(' ').slice(3), '--wickr-signatures', 'trusted'];
  await serving(['wickr', ...flagsOfMock], {}, async (url) => {
    const response = await fetch(`${url}/networks/11112222/oidc`);
    expect(await response.json()).toMatchObject({ openidConnectInfo: { issuer: saved.issuer } });
  });
});

test('a recording goes through the proxy of the environment, and names a wrong one', async () => {
  await using server = await createPvwaMock({ users }).start();
  const asked: (string | undefined)[] = [];
  const proxy = createServer(({ url, method, headers }, outgoing) => {
    asked.push(url);
    request(url ?? '', { method, headers }, (onward) => {
      outgoing.writeHead(onward.statusCode ?? 500, onward.rawHeaders);
      onward.pipe(outgoing);
    }).end();
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void proxy.close());
  const { port } = proxy.address() as AddressInfo;
  const args = ['--api', 'pvwa', '--target', server.url];
  const named = { HTTP_PROXY: `127.0.0.1:${port}` };
  const { code } = await running(record, [...args, ...files().flags], named, async (url) => {
    await (await fetch(`${url}/api/Configuration/OIDC/Providers`)).text();
  });
  expect(code).toBe(0);
  expect(asked).toEqual([`${server.url}/api/Configuration/OIDC/Providers`]);
  const wrong = { HTTP_PROXY: 'ftp://user:hidden0secret@proxy' };
  expect(await running(record, [...args, ...files().flags], wrong)).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^error: HTTP_PROXY must be (?!.*hidden0secret)/),
  });
});

test('--ca-file trusts an authority, --proxy goes before the variables, and wrong ones are named', async () => {
  const { flags, read } = files();
  const folder = mkdtempSync(join(tmpdir(), 'mock-record-ca-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const authority = join(folder, 'ca.pem');
  const path = '/PasswordVault/api/Configuration/OIDC/Providers';
  await serving(['pvwa', '--tls', authority], {}, async (target) => {
    const args = ['--api', 'pvwa', '--target', new URL(target).origin];
    const asked = async (more: readonly string[], variables = {}): Promise<unknown[]> => {
      const statuses: number[] = [];
      const { code } = await running(record, [...args, ...more], variables, async (url) => {
        const { status } = await fetch(new URL(path, url));
        statuses.push(status);
      });
      return [code, ...statuses];
    };
    const nowhere = { HTTPS_PROXY: '127.0.0.1:1' };
    // The mock answers who has no session with 401, the recorder who reaches nothing with 502.
    expect(await asked([...files().flags])).toEqual([1, 502]);
    expect(await asked([...flags, '--ca-file', authority])).toEqual([0, 401]);
    expect(await asked([...files().flags, '--ca-file', authority], nowhere)).toEqual([1, 502]);
    expect(await asked([...files().flags, '--proxy', '127.0.0.1:2'])).toEqual([1, 502]);
    for (const [flag, value] of [
      ['--proxy', `http://user:${secret}@127.0.0.1:1`],
      ['--ca-file', join(folder, 'nowhere.pem')],
    ] as const) {
      const wrong = await running(record, [...args, ...files().flags, flag, value]);
      expect(wrong).toMatchObject({ code: 2, err: expect.stringMatching(`^error: ${flag}`) });
      expect(wrong.err).not.toContain(secret);
    }
  });
  expect(read()).toContain('resources');
});

test('where nothing passed, nothing is written, and wrong arguments say what is right', async () => {
  const { flags, read } = files();
  const args = ['--api', 'pvwa', '--target', 'http://127.0.0.1:9', ...flags];
  const nothing = await running(record, args, {}, () => Promise.resolve());
  expect(nothing).toMatchObject({
    code: 1,
    err: expect.stringContaining('nothing of pvwa passed'),
  });
  expect(read).toThrow('ENOENT');
  const wrong = await running(record, ['--api', 'pvwa', '--target', 'vault']);
  expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('http or https URL') });
});

test('where a file cannot be written, that is said at the start, and the other one is written all the same', async () => {
  await using server = await createPvwaMock({ users }).start();
  const { seed, baseline, flags } = files();
  const args = ['--api', 'pvwa', '--target', server.url];
  const nowhere = join(seed, 'seed.json');
  const early = await running(record, [...args, ...flags, '--write-seed', nowhere]);
  expect(early).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining(`--write-seed ${nowhere}: nothing can be written`),
  });
  const late = await running(record, [...args, ...flags], {}, async (url) => {
    await clientAt(url, 'grace', users.grace.password).listProviders();
    writeFileSync(seed, 'of somebody else');
  });
  expect(late).toMatchObject({ code: 1, err: expect.stringContaining('EEXIST') });
  expect(readFileSync(seed, 'utf8')).toBe('of somebody else');
  expect(readFileSync(baseline, 'utf8')).toMatch(/^# What http:/);
});
