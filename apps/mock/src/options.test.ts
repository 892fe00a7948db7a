import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWickrClient } from '@oidc-admin/wickr-client';
import { expect, onTestFinished, test } from 'vitest';
import { serving } from './fixtures/serving.ts';

const secret = 'hunter2-but-longer';

function temporaryFile(value: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), 'mock-options-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'given.json');
  writeFileSync(path, JSON.stringify(value));
  return path;
}

async function logon(url: string, username: string, password: string): Promise<number> {
  const response = await fetch(`${url}/api/auth/Cyberark/Logon`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  return response.status;
}

test('users come from a file; their passwords are not printed', async () => {
  const users = temporaryFile({ grace: { password: secret, role: 'vaultAdmin' } });
  const { code, out, err } = await serving(['pvwa', '--pvwa-users', users], {}, async (url) => {
    expect(await logon(url, 'grace', secret)).toBe(200);
    expect(await logon(url, 'admin', 'Passw0rd!')).toBe(401);
  });
  expect(code).toBe(0);
  expect(out).toContain("export PVWA_USERNAME='grace'");
  expect(out).toContain('# PVWA_PASSWORD is the one that was given');
  expect(out + err).not.toContain(secret);
});

test('a flag comes before its variable, that before the variables of clients', async () => {
  const users = temporaryFile({ grace: { password: secret, role: 'vaultAdmin' } });
  const clients = { PVWA_USERNAME: 'ada', PVWA_PASSWORD: `${secret}!` };
  const variables = { ...clients, MOCK_PVWA_USERS: users, MOCK_QUIET: '1' };
  const { err } = await serving(['pvwa', '--from-environment'], variables, async (url) => {
    expect(await logon(url, 'grace', secret)).toBe(200);
    expect(await logon(url, 'ada', `${secret}!`)).toBe(401);
  });
  expect(err).toBe('');
  const { out } = await serving(['pvwa', '--from-environment'], clients, async (url) => {
    expect(await logon(url, 'ada', `${secret}!`)).toBe(200);
  });
  expect(out).not.toContain(secret);
  await serving(['pvwa'], clients, async (url) => {
    expect(await logon(url, 'admin', 'Passw0rd!')).toBe(200);
  });
  const networks = { MOCK_WICKR_NETWORKS: '11111111' };
  const given = await serving(['wickr', '--wickr-networks', '22222222,33333333'], networks, () =>
    Promise.resolve(),
  );
  expect(given.out).toContain("WICKR_NETWORK_ID='22222222'");
});

test('the variables of clients may name a file; what says only half of a user or key is refused', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mock-clients-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'password');
  writeFileSync(file, `${secret}\n`);
  const clients = { PVWA_USERNAME: 'bob', PVWA_PASSWORD_FILE: file };
  const { out, err } = await serving(['pvwa', '--from-environment'], clients, async (url) => {
    expect(await logon(url, 'bob', secret)).toBe(200);
  });
  expect(out + err).not.toContain(secret);
  const halves = [
    ['pvwa', { PVWA_USERNAME: 'bob' }, 'PVWA_USERNAME is there, and no PVWA_PASSWORD'],
    ['pvwa', { ...clients, PVWA_PASSWORD_FILE: `${file}-not` }, 'PVWA_PASSWORD_FILE'],
    ['wickr', { AWS_PROFILE: 'other' }, 'AWS_PROFILE is there, and not both of'],
    ['wickr', { AWS_ACCESS_KEY_ID: 'AKID' }, 'AWS_ACCESS_KEY_ID is there, and not both of'],
  ] as const;
  for (const [api, variables, message] of halves)
    expect(await serving([api, '--from-environment'], variables)).toMatchObject({
      code: 2,
      err: expect.stringContaining(message),
    });
  const usual = { AWS_DEFAULT_REGION: 'eu-west-3' };
  const region = await serving(['wickr', '--from-environment'], usual, () => Promise.resolve());
  expect(region.out).toContain("AWS_REGION='eu-west-3'");
});

test('what only one API has is said by flags and variables too', async () => {
  const environment = {
    MOCK_WICKR_REGION: 'eu-central-1',
    MOCK_WICKR_NETWORKS: '11111111, 22222222',
    MOCK_WICKR_KEYS: temporaryFile({ AKIDMINE: secret }),
    MOCK_WICKR_UNCONFIGURED: 'withoutInfo',
  };
  const { out, err } = await serving(['wickr', '--quiet'], environment, async (endpoint) => {
    const client = createWickrClient({
      endpoint,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'AKIDMINE', secretAccessKey: secret },
    });
    expect(await client.getOidcInfo({ networkId: '22222222' })).toEqual({});
  });
  expect(out).toContain("AWS_REGION='eu-central-1'");
  expect(out + err).not.toContain(secret);
  const trusted = ['wickr', '--wickr-signatures', 'trusted'];
  await serving(trusted, {}, async (endpoint) => {
    expect((await fetch(`${endpoint}/networks/12345678/oidc`)).status).toBe(404);
  });
});

test('says that it is ready, answers late, and lets the same part of the requests fail for a seed', async () => {
  const statuses: number[] = [];
  const flags = ['pvwa', '--fail-rate', '0.5', '--fail-seed', '3', '--latency', '40', '--quiet'];
  for (const round of ['first', 'second'])
    await serving(flags, {}, async (url) => {
      const health = await fetch(new URL('/health', url));
      expect([round, health.status, await health.json()]).toEqual([round, 200, { status: 'ok' }]);
      const begin = performance.now();
      for (let index = 0; index < 10; index++)
        statuses.push((await fetch(`${url}/api/Configuration/OIDC/Providers`)).status);
      expect(performance.now() - begin).toBeGreaterThan(390);
    });
  expect(statuses.slice(0, 10)).toEqual(statuses.slice(10));
  expect(new Set(statuses)).toEqual(new Set([500, 401]));
  const { err } = await serving(['pvwa', '--fail-rate', '0.5'], {}, () => Promise.resolve());
  expect(err).toMatch(/^--fail-seed \d+ makes the same requests fail$/m);
});

test('a signed request reaches a sandbox by its path, and what it saves is there only', async () => {
  await serving(['wickr', '--sandboxes', '2'], {}, async (url) => {
    const clientAt = (endpoint: string) =>
      createWickrClient({
        endpoint,
        region: 'us-east-1',
        credentials: {
          accessKeyId: 'AKIDEXAMPLE',
          secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
        },
      });
    const network = { networkId: '12345678' };
    const saved = { companyId: 'us-east-1-1234567', issuer: 'https://i.example', scopes: 'openid' };
    await clientAt(`${url}/_sandbox/first`).registerOidcConfig({ ...network, ...saved });
    const read = await clientAt(`${url}/_sandbox/first`).getOidcInfo(network);
    expect(read.openidConnectInfo).toMatchObject(saved);
    await expect(clientAt(`${url}/_sandbox/second`).getOidcInfo(network)).rejects.toThrow('404');
    await expect(clientAt(url).getOidcInfo(network)).rejects.toThrow('404');
    expect((await fetch(`${url}/_sandbox/third/networks/12345678/oidc`)).status).toBe(507);
  });
});

test('a fault takes options behind its name', async () => {
  const fault = 'too-many-requests@listProviders?times=1&retryAfter=9';
  await serving(['pvwa', '--fault', fault], {}, async (url) => {
    const list = `${url}/api/Configuration/OIDC/Providers`;
    const first = await fetch(list);
    expect([first.status, first.headers.get('retry-after')]).toEqual([429, '9']);
    expect((await fetch(list)).status).toBe(401);
  });
});

test.each([
  [[], { MOCK_PORT: 'x' }, /MOCK_PORT is wrong. It is no whole number from 0 to 65535/],
  [[], { MOCK_QUIET: 'perhaps' }, /MOCK_QUIET is wrong. Right is 1, true, yes, 0, false, no/],
  [['--fail-seed', '1'], {}, /--fail-seed chooses the requests of --fail-rate: give that too/],
  [['--fail-rate', '1.5'], {}, /It is no number from 0 to 1/],
  [['--fault', 'server-error?time=1'], {}, /--fault: 'time' is no option of a fault/],
  [['--control', 'mock'], {}, /does not begin with a slash/],
  [['--wickr-networks', '1'], {}, /--wickr-networks: right is the eight digits of a network/],
  [['--wickr-signatures', 'none'], {}, /right is one of checked, trusted/],
])(
  'wrong options (%j, %j) end with 2 and say what would be right',
  async (args, variables, message) => {
    // Without the port of the helper, so that its variable counts.
    const { code, err } = await serving(args, variables);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  },
);

test('a file that is no right secret is named by its place, and not quoted', async () => {
  const wrong = temporaryFile({ grace: { password: secret, role: 'queen' } });
  const { code, err } = await serving(['pvwa', '--pvwa-users', wrong]);
  expect(code).toBe(2);
  expect(err).toContain(`--pvwa-users: ${wrong}: right is JSON such as {"NAME"`);
  expect(err).not.toContain(secret);
});
