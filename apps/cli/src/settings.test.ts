import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { childProcess } from './testing/childProcess.ts';
import { inProcess } from './testing/inProcess.ts';
import { startPvwa, startWickr } from './testing/startMocks.ts';

const list = ['pvwa', 'listProviders'];
const info = ['wickr', 'getOidcInfo', '--network-id', '12345678'];
const keys = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'x' };
const nowhere = {
  AWS_CONFIG_FILE: '/no/such/file',
  AWS_SHARED_CREDENTIALS_FILE: '/no/such/file',
};

test.each([
  [list, {}, /^error: PVWA_URL \(--endpoint-url\) is not set/],
  [list, { PVWA_URL: 'pvwa.example' }, /^error: PVWA_URL \(--endpoint-url\) is no URL/],
  [[...list, '--endpoint-url', 'ftp://x'], {}, /^error: --endpoint-url has the scheme ftp:/],
  [list, { PVWA_URL: 'https://x', PVWA_LOGON_TYPE: 'SAML' }, /^error: PVWA_LOGON_TYPE is 'SAML'/],
  [
    list,
    { PVWA_URL: 'https://x', PVWA_TOKEN: 'one\ntwo' },
    /^error: PVWA_TOKEN holds a .*line break/,
  ],
  [info, { WICKR_ENDPOINT: 'nowhere' }, /^error: WICKR_ENDPOINT \(--endpoint-url\) is no URL/],
  [info, { ...keys, AWS_REGION: 'a b' }, /^error: AWS_REGION \(--region\) is 'a b'/],
  [
    info,
    { WICKR_ENDPOINT: 'https://x', AWS_USE_FIPS_ENDPOINT: 'true' },
    /^error: AWS_USE_FIPS_ENDPOINT and a custom WICKR_ENDPOINT/,
  ],
])('%j with %j: the message names what the person has set', async (args, environment, message) => {
  const { code, stdout, stderr } = await inProcess(args, { environment });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain('two');
});

test('what a deployment knows is read from the variable that the mock prints; an option goes before it', async () => {
  const { environment } = await startWickr();
  const read = ['wickr', 'getOidcInfo', '--dry-run'];
  const run = (args: readonly string[], more: Readonly<Record<string, string>>) =>
    inProcess(args, { environment: { ...environment, ...more } });
  const given = { WICKR_NETWORK_ID: '12345678' };
  expect((await run(read, given)).stdout).toContain('/networks/12345678/oidc');
  const other = [...read, '--network-id', '22222222'];
  expect((await run(other, given)).stdout).toContain('/networks/22222222/oidc');
  const wrong = await run(read, { WICKR_NETWORK_ID: '1' });
  expect(wrong).toMatchObject({ code: 2, stdout: '' });
  expect(wrong.stderr).toMatch(/^error: WICKR_NETWORK_ID: must match/);
  expect((await run(read, { WICKR_NETWORK_ID: '' })).stderr).toMatch(/--network-id: required/);
});

test('options of all commands have variables, and go before them', async () => {
  const { environment } = await startPvwa();
  const run = (more: Readonly<Record<string, string>>, args = list) =>
    inProcess(args, { environment: { ...environment, ...more } });
  const yaml = { OIDC_ADMIN_OUTPUT: 'yaml' };
  expect((await run(yaml)).stdout).toMatch(/^Providers:/);
  expect((await run(yaml, [...list, '--output', 'json'])).stdout).toMatch(/^\{/);
  // It has forms of its own.
  expect((await run(yaml, ['plan', '/nowhere.yaml'])).stderr).toMatch(/^error: \/nowhere\.yaml/);
  expect((await run({ OIDC_ADMIN_DEBUG: '1' })).stderr).toContain('> GET ');
  expect((await run({ OIDC_ADMIN_DEBUG: '0' })).stderr).toBe('');
  const remove = ['pvwa', 'delete-provider', '--id', 'x', '--yes'];
  expect((await run({ OIDC_ADMIN_DRY_RUN: '1' }, remove)).stdout).toMatch(/^DELETE /);
  for (const [variable, value, message] of [
    ['OIDC_ADMIN_TIMEOUT', 'soon', /^error: OIDC_ADMIN_TIMEOUT: must be a number/],
    ['OIDC_ADMIN_OUTPUT', 'xml', /^error: OIDC_ADMIN_OUTPUT: only json/],
    ['OIDC_ADMIN_CA_FILE', '/nowhere.pem', /^error: OIDC_ADMIN_CA_FILE: /],
    ['OIDC_ADMIN_QUIET', 'maybe', /^error: OIDC_ADMIN_QUIET: must be 1 or 0/],
  ] as const) {
    const { code, stderr } = await run({ [variable]: value });
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
  }
  const { stdout } = await inProcess(['--help']);
  expect(stdout).toMatch(/^  OIDC_ADMIN_NO_INPUT +as --no-input, where a command has it$/m);
});

test('without a region the variable to set is named', async () => {
  const { code, stderr } = await childProcess(info, { environment: { ...keys, ...nowhere } });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: No region: give AWS_REGION \(--region\) or WICKR_ENDPOINT/);
}, 30_000);

test('a session that replaces a refused token is reported, and logged off', async () => {
  const { mock, environment } = await startPvwa();
  const stale = { ...environment, PVWA_TOKEN: 'stale==' };
  const { code, stderr } = await inProcess(list, { environment: stale });
  expect(code).toBe(0);
  expect(stderr).toMatch(/^PVWA_TOKEN was refused; logging on as PVWA_USERNAME/);
  expect(mock.requests.map(({ operation }) => operation)).toEqual([
    'listProviders',
    'logon',
    'listProviders',
    'logoff',
  ]);
  const logon = ['pvwa', 'logon', '--type', 'CyberArk'];
  const asked = await inProcess(logon, { environment: stale });
  expect(asked.code).toBe(0);
  expect(asked.stderr).not.toMatch(/refused/);
  expect(mock.requests.slice(-2).map(({ operation }) => operation)).toEqual(['logon', 'logoff']);
});

test('an address that is no PVWA, and https where there is no TLS, are said plainly', async () => {
  const server = createServer((_, response) => response.writeHead(404).end());
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const user = { PVWA_USERNAME: 'somebody', PVWA_PASSWORD: 'something' };
  const url = `http://127.0.0.1:${port}`;
  const other = await inProcess(list, { environment: { ...user, PVWA_URL: url } });
  expect(other.stdout).toBe('');
  expect(other.stderr).toMatch(/404.*\(a guess: PVWA_URL is not the address of a PVWA\)/);
  const secure = url.replace('http:', 'https:');
  const plain = await inProcess(list, { environment: { ...user, PVWA_URL: secure } });
  expect(plain.code).toBe(3);
  expect(plain.stderr).toMatch(/does not speak TLS; its address begins with http:/);
});

test('a value without the prefix of its region is refused before anything is sent', async () => {
  const { mock, environment } = await startWickr();
  const save = [
    ...'wickr registerOidcConfig --network-id 12345678 --company-id company123'.split(' '),
    ...'--issuer https://x --scopes openid --yes'.split(' '),
  ];
  const { code, stderr } = await inProcess(save, {
    environment: { ...environment, AWS_REGION: 'us-east-1' },
  });
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^error: --company-id: must begin with us-east-1-; this does not \(.*WICKR-SAVE-COMPANYID-PREFIX/,
  );
  expect(mock.requests).toHaveLength(0);
});
