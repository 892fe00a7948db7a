import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { childProcess } from './testing/childProcess.ts';
import { startPvwa, startWickr } from './testing/startMocks.ts';

const url = 'https://10.10.22.121/OPServer/.well-known/openid-configuration';
function json(text: string): unknown {
  return JSON.parse(text);
}

test('every operation on providers: add, read, replace, list, delete, each in a session that is logged off', async () => {
  const { mock, environment } = await startPvwa();
  const pvwa = (...args: string[]) => childProcess(['pvwa', ...args], { environment });
  const added = await pvwa(
    ...`addProvider --id pvwa --discovery-endpoint-url ${url}`.split(' '),
    ...'--client-id one --client-secret-method post'.split(' '),
  );
  expect(added.code).toBe(0);
  expect(added.stderr).toMatch(/Read back: the server holds what was sent\.\n$/);
  expect(json(added.stdout)).toMatchObject({ id: 'pvwa', clientSecretMethod: 'Post' });

  const vendors = { authenticationFlow: 'Code', discoveryEndpointUrl: url, clientId: 'pvwa' };
  const body = { ...vendors, clientSecretMethod: 'basic', userNameClaim: 'given_name' };
  const replaced = await childProcess(['pvwa', 'updateProvider', '--id', 'pvwa', '--input', '-'], {
    environment: { ...environment, PVWA_CLIENT_SECRET: 'kept-from-all' },
    input: JSON.stringify(body),
  });
  expect(replaced).toMatchObject({ code: 0, stdout: '' });
  expect(replaced.stderr).toMatch(/\nupdateProvider: done\n$/);
  expect(JSON.stringify(mock.requests.map(({ request }) => request))).toContain('kept-from-all');

  const read = await pvwa('getProvider', '--id', 'pvwa');
  expect(json(read.stdout)).toEqual({ id: 'pvwa', ...body, clientSecretMethod: 'Basic' });
  const list = await pvwa('listProviders');
  expect(json(list.stdout)).toEqual({ Providers: [json(read.stdout)] });
  expect(await pvwa('deleteProvider', '--id', 'pvwa', '--yes')).toMatchObject({
    code: 0,
    stdout: '',
  });
  expect(json((await pvwa('listProviders')).stdout)).toEqual({ Providers: [] });

  const operations = mock.requests.map(({ operation }) => operation);
  expect(operations.filter((id) => id === 'logon')).toHaveLength(6);
  expect(operations.filter((id) => id === 'logoff')).toHaveLength(6);
}, 60_000);

test('a session is opened for later commands only where its token is shown', async () => {
  const { mock, environment } = await startPvwa();
  const { PVWA_URL } = environment;
  const logon = ['pvwa', 'logon', '--type', 'CyberArk'];
  const hidden = await childProcess(logon, { environment });
  expect(hidden).toMatchObject({ code: 0, stdout: '"[redacted]"\n' });
  expect(mock.requests.at(-1)?.operation).toBe('logoff');

  const shown = await childProcess([...logon, '--show-secrets'], { environment });
  const token = json(shown.stdout) as string;
  const session = { PVWA_URL, PVWA_TOKEN: token };
  const list = ['pvwa', 'listProviders'];
  expect(await childProcess(list, { environment: session })).toMatchObject({ code: 0 });
  expect(await childProcess(['pvwa', 'logoff'], { environment: session })).toMatchObject({
    code: 0,
  });
  expect(await childProcess(list, { environment: session })).toMatchObject({ code: 1 });
}, 60_000);

test('the Wickr operations; the first save on a network is confirmed, secrets are masked', async () => {
  const { mock, environment } = await startWickr();
  const wickr = (...args: string[]) => childProcess(['wickr', ...args], { environment });
  const save = [
    ...'registerOidcConfig --network-id 12345678 --company-id us-east-1-company123'.split(' '),
    ...'--issuer https://login.example.com --scopes openid'.split(' '),
  ];
  const asked = await wickr(...save);
  expect(asked).toMatchObject({ code: 2, stdout: '' });
  expect(asked.stderr).toMatch(/signs all active users .* --yes/);
  expect(mock.requests.map(({ operation }) => operation)).toEqual(['getOidcInfo']);

  expect(await wickr(...save, '--yes')).toMatchObject({ code: 0 });
  const again = await childProcess(['wickr', ...save, '--sso-token-buffer-minutes', '5'], {
    environment: { ...environment, WICKR_SECRET: 'not-for-the-screen' },
  });
  expect(again.code).toBe(0);
  expect(again.stdout + again.stderr).not.toContain('not-for-the-screen');
  const read = await wickr('getOidcInfo', '--network-id', '12345678');
  expect(json(read.stdout)).toMatchObject({
    openidConnectInfo: { companyId: 'us-east-1-company123', ssoTokenBufferMinutes: 5 },
  });
  const tried = await wickr(
    ...'registerOidcConfigTest --network-id 12345678'.split(' '),
    ...'--issuer https://login.example.com --scopes openid'.split(' '),
  );
  expect(json(tried.stdout)).toHaveProperty('tokenEndpoint');
}, 60_000);

test('what the server refuses ends with 1, names the error, and leaves standard output empty', async () => {
  const { environment } = await startPvwa();
  const missing = await childProcess(['pvwa', 'getProvider', '--id', 'nobody'], { environment });
  expect(missing).toMatchObject({ code: 1, stdout: '' });
  expect(missing.stderr).toMatch(/^error: getProvider: NotFound \(404/);
  const wrong = await childProcess(['pvwa', 'listProviders'], {
    environment: { ...environment, PVWA_USERNAME: 'invented', PVWA_PASSWORD: 'wrong-one' },
  });
  expect(wrong).toMatchObject({ code: 1, stdout: '' });
  expect(wrong.stderr).not.toContain('wrong-one');
}, 30_000);

test('a server that is not there, or does not answer in time, ends with 3', async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => {
    silent.listen(0, '127.0.0.1', resolve);
  });
  const { port } = silent.address() as AddressInfo;
  const environment = { PVWA_USERNAME: 'somebody', PVWA_PASSWORD: 'something' };
  const list = ['pvwa', 'listProviders', '--endpoint-url', `http://127.0.0.1:${port}`];
  const late = await childProcess([...list, '--timeout', '0.5'], { environment });
  expect(late).toMatchObject({ code: 3, stdout: '' });
  expect(late.stderr).toMatch(/time-out of 500 ms/);
  silent.closeAllConnections();
  await new Promise((resolve) => {
    silent.close(resolve);
  });
  const gone = await childProcess([...list, '--timeout', '5'], { environment });
  expect(gone).toMatchObject({ code: 3, stdout: '' });
  expect(gone.stderr).not.toContain('something');
}, 30_000);

test('a reader that has gone ends the program without a word', () => {
  const line = `"${process.execPath}" "${join(import.meta.dirname, 'main.ts')}" --help | true`;
  const { status, stderr } = spawnSync('bash', ['-c', `${line}; exit "\${PIPESTATUS[0]}"`], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}, 30_000);

test('help as a word is --help, and no mistake', async () => {
  const first = await childProcess(['--help'], {});
  expect(first.code).toBe(0);
  expect(await childProcess(['help'], {})).toEqual(first);
  const own = await childProcess(['wickr', 'get-oidc-info', '--help'], {});
  expect(await childProcess(['help', 'wickr', 'getOidcInfo'], {})).toEqual(own);
  expect(await childProcess(['wickr', 'help', 'get-oidc-info'], {})).toEqual(own);
});
