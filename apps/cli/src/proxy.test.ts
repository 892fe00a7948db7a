import { writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { makeCertificates } from '@oidc-admin/doctor/testing/start-provider';
import { expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { inProcess } from './testing/inProcess.ts';
import { listening } from './testing/listening.ts';
import { planFolder } from './testing/planFile.ts';
import { startGateway } from './testing/startGateway.ts';
import { startPvwa, startWickr } from './testing/startMocks.ts';
import { startServer } from './testing/startServer.ts';

/** A proxy for plain HTTP that counts the requests through it. */
async function startProxy() {
  let count = 0;
  const url = await startGateway('http://127.0.0.1', (_method, done) => {
    if (!done) count += 1;
    return false;
  });
  return { address: new URL(url).host, count: () => count };
}

const list = ['pvwa', 'list-providers'];

test.each(['HTTP_PROXY', 'http_proxy', 'ALL_PROXY'])(
  '%s carries the calls of both APIs, without a scheme too, and NO_PROXY and --proxy go before it',
  async (variable) => {
    const proxy = await startProxy();
    const pvwa = await startPvwa();
    const wickr = await startWickr();
    const named = { [variable]: proxy.address };
    const run = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
      inProcess(args, { environment: { ...pvwa.environment, ...wickr.environment, ...more } });
    expect(await run(list, named)).toMatchObject({ code: 0 });
    const first = proxy.count();
    expect(first).toBeGreaterThan(0);
    await run('wickr get-oidc-info --network-id 12345678'.split(' '), named);
    expect(wickr.mock.requests).toHaveLength(1);
    const second = proxy.count();
    expect(second).toBeGreaterThan(first);
    expect(await run(list, { ...named, NO_PROXY: '127.0.0.0/8' })).toMatchObject({ code: 0 });
    expect(proxy.count()).toBe(second);
    const broken = { [variable]: '127.0.0.1:9' };
    expect(await run(list, broken)).toMatchObject({ code: 3 });
    expect(await run([...list, '--proxy', `http://${proxy.address}`], broken)).toMatchObject({
      code: 0,
    });
  },
);

test('servers and identity providers see which program asks, and its version, through a proxy too', async () => {
  const agents: unknown[] = [];
  const environment = await startServer((outgoing, { headers }) => {
    agents.push(headers['user-agent']);
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end('{"Providers":[]}');
  });
  const { PVWA_URL: url } = environment;
  const proxy = await startProxy();
  expect(await inProcess(list, { environment })).toMatchObject({ code: 0 });
  await inProcess([...list, '--proxy', proxy.address], { environment });
  await inProcess(['doctor', url]);
  expect(proxy.count()).toBeGreaterThan(0);
  expect(agents.length).toBeGreaterThan(2);
  expect([...new Set(agents)]).toEqual([`oidc-admin/${manifest.version}`]);
});

test.each(['HTTP_PROXY', 'http_proxy', 'ALL_PROXY'])(
  'a wrong %s is named, and not shown, before a password is asked for; where nobody needs it, it is no matter',
  async (variable) => {
    const { environment } = await startPvwa();
    const wrong = { [variable]: 'ftp://user:hunter2@proxy' };
    const given = { ...environment, ...wrong, PVWA_PASSWORD: '' };
    const { code, stderr } = await inProcess(list, { environment: given, typed: true, input: 'x' });
    expect(code).toBe(2);
    expect(stderr).toMatch(new RegExp(`^error: ${variable} must be a URL with http: or https:`));
    expect(stderr).not.toContain('hunter2');
    const unneeded = { ...environment, ...wrong, NO_PROXY: '127.0.0.1' };
    expect(await inProcess(list, { environment: unneeded })).toMatchObject({ code: 0 });
    const doctor = ['doctor', 'http://idp.example', '--timeout', '5'];
    const refused = await inProcess(doctor, { environment: wrong });
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toMatch(new RegExp(`^error: '?${variable}'? must be a URL`));
  },
);

test('a wrong proxy is named by the doctor in the same words', async () => {
  const environment = { HTTPS_PROXY: 'socks5://user:hunter2@proxy' };
  const { code, stderr } = await inProcess(['doctor', 'https://idp.example'], { environment });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: HTTPS_PROXY must be a URL with http: or https:/);
  expect(stderr).not.toContain('hunter2');
});

test('a wrong --proxy and a --ca-file without a certificate are refused', async () => {
  const { environment } = await startPvwa();
  const proxy = await inProcess([...list, '--proxy', 'ftp://hunter2@x'], { environment });
  expect(proxy).toMatchObject({ code: 2 });
  expect(proxy.stderr).toMatch(/^error: --proxy must be a URL/);
  expect(proxy.stderr).not.toContain('hunter2');
  const file = join(import.meta.dirname, 'main.ts');
  const ca = await inProcess([...list, '--ca-file', file], { environment });
  expect(ca.code).toBe(2);
  expect(ca.stderr).toMatch(/^error: --ca-file: .*main\.ts holds no certificate in PEM form/);
});

test.each([
  [['pvwa', 'list-providers']],
  [['plan', 'nowhere.yaml']],
  [['rotate-secret', '--provider', 'corp']],
  [['doctor', 'https://idp.example']],
])('a password within --proxy is refused by %j, and not shown', async (command) => {
  for (const proxy of [
    'http://user:hunter2@proxy:8080',
    'user:hunter2@proxy',
    'socks5://:hunter2@x',
    ' http://user:hunter2@proxy:8080',
    'http:///user:hunter2@proxy',
    'http:/user:hunter2@proxy',
    'http://user%3Ahunter2@proxy',
  ]) {
    const { code, stdout, stderr } = await inProcess([...command, '--proxy', proxy]);
    expect({ code: command[0] === 'plan' ? code + 1 : code, stdout }).toEqual({
      code: 2,
      stdout: '',
    });
    expect(stderr).toMatch(/^error: --proxy: holds a password, .*HTTPS_PROXY/);
    expect(stderr).not.toContain('hunter2');
  }
});

test('the lines for bash of a dry run go through --proxy, and trust --ca-file', async () => {
  const proxy = await startProxy();
  const { environment } = await startPvwa();
  const folder = planFolder().folder;
  const file = join(folder, "root's.pem");
  writeFileSync(file, '-----BEGIN CERTIFICATE-----');
  const words = ['--dry-run', '--proxy', `http://user@${proxy.address}`, '--ca-file', file];
  const { code, stdout } = await inProcess([...list, ...words], { environment });
  expect(code).toBe(0);
  const [first, second] = stdout.slice(stdout.indexOf('# The same')).split('\n').slice(1);
  const url = `'http://user@${proxy.address}'`;
  expect(first).toBe(`export http_proxy=${url} https_proxy=${url} no_proxy='' NO_PROXY=''`);
  expect(second).toMatch(`export CURL_CA_BUNDLE='${file.replace("'", "'\\''")}' # curl`);
  const piped = ['--dry-run', '--proxy', ' proxy.corp:80 ', '--ca-file', '-'];
  const token = { PVWA_URL: 'https://vault.example', PVWA_TOKEN: 'token' };
  const pem = { environment: token, input: '-----BEGIN CERTIFICATE-----' };
  const { stdout: other, stderr } = await inProcess([...list, ...piped], pem);
  expect(stderr).toBe('');
  expect(other).toContain("http_proxy='http://proxy.corp:80' ");
  expect(other).toMatch(/^# --ca-file was standard input/m);
  expect(other).not.toContain('export CURL_CA_BUNDLE');
  const plain = await inProcess([...list, '--dry-run'], { environment });
  expect(plain.stdout).not.toContain('export ');
});

test('a server with a certificate of a private authority is reached by --ca-file, which is named where it is missing', async () => {
  const { authority, cert, key } = await makeCertificates();
  const server = createServer({ cert, key }, (_, outgoing) => {
    outgoing.setHeader('content-type', 'application/json').end('{"Providers":[]}');
  });
  const url = (await listening(server)).replace('http:', 'https:');
  const file = join(planFolder().folder, 'root.pem');
  writeFileSync(file, authority);
  const environment = { PVWA_URL: url, PVWA_TOKEN: 'token' };
  const refused = await inProcess(list, { environment });
  expect(refused).toMatchObject({ code: 3, stdout: '' });
  expect(refused.stderr).toMatch(
    /its certificate comes from no authority that is trusted here.*\n.*--ca-file names/,
  );
  const trusting = await inProcess([...list, '--ca-file', file], { environment });
  expect(trusting).toMatchObject({ code: 0, stderr: '' });
});
