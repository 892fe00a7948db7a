import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificates, startProvider } from '@oidc-admin/doctor/testing/start-provider';
import { createWickrMock } from '@oidc-admin/wickr-mock';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { inProcess } from '../testing/inProcess.ts';
import { startPvwa, startWickr } from '../testing/startMocks.ts';

const certificates = await makeCertificates();
const provider = await startProvider({ certificates });
const document = `${provider.issuer}/.well-known/openid-configuration`;
const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
const certificateFile = join(folder, 'root.pem');
writeFileSync(certificateFile, certificates.authority);
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await provider[Symbol.asyncDispose]();
});

const secret = 'Zeichen-und-Zahlen-4711';
const trusting = ['--certificate-file', certificateFile];
const trustingJson = [...trusting, '--output', 'json'];

function codesIn(stdout: string, severity = /warning|error/): string[] {
  const { findings } = JSON.parse(stdout) as {
    readonly findings: readonly { readonly code: string; readonly severity: string }[];
  };
  return findings.filter((one) => severity.test(one.severity)).map(({ code }) => code);
}

test('values that are right but for a private address give a warning, and its exit code', async () => {
  const args = ['doctor', provider.issuer, '--for', 'wickr', '--client-id', 'vault'];
  const { code, stdout, stderr } = await inProcess([...args, ...trustingJson]);
  expect({ code, stderr }).toEqual({ code: 6, stderr: '' });
  expect(codesIn(stdout)).toEqual(['privateAddress']);
});

test('both values are shown below each other, with a mark where they differ', async () => {
  const { code, stdout } = await inProcess(['doctor', `${provider.issuer}/`, ...trusting]);
  expect(code).toBe(7);
  const lines = stdout.split('\n');
  const given = lines.findIndex((line) => line === `         given     ${provider.issuer}/`);
  expect(lines[given + 1]).toBe(`         provider  ${provider.issuer}`);
  expect(lines[given + 2]?.indexOf('^')).toBe(lines[given]?.lastIndexOf('/'));
  expect(lines[0]).toMatch(/^error {4}The provider names another issuer .*\[issuerDiffers\]$/);
  expect(stdout).toMatch(/^ok {7}Everything goes over https\.$/m);
  expect(stdout).toMatch(
    /^\? {8}scopes, refreshTokens: not looked at, the scopes were not given$/m,
  );
  expect(lines.at(-2)).toMatch(/^1 error, 1 warning, \d+ right, \d+ not looked at\.$/);
});

test('the form of the address that an API wants comes from the API', async () => {
  const wanted = [
    ['pvwa', provider.issuer, 'issuerInsteadOfDocument'],
    ['wickr', document, 'documentInsteadOfIssuer'],
  ] as const;
  for (const [api, address, code] of wanted) {
    const result = await inProcess(['doctor', address, '--for', api, ...trustingJson]);
    expect(codesIn(result.stdout, /error/)).toEqual([code]);
  }
});

test('a provider that PVWA has is read from there, and its redirect URI stands on a line of its own', async () => {
  const { mock, environment } = await startPvwa();
  const add =
    `pvwa addProvider --id Corp --discovery-endpoint-url ${document} --client-id urn:vault --client-secret-method Basic --no-client-secret --yes`.split(
      ' ',
    );
  expect((await inProcess(add, { environment })).code).toBe(0);
  const secure = { ...environment, OIDC_CLIENT_SECRET: secret };
  const doctor = ['doctor', '--provider', 'Corp', ...trusting];
  const { code, stdout, stderr } = await inProcess(doctor, { environment: secure });
  expect({ code, stderr }).toEqual({ code: 6, stderr: '' });
  expect(stdout).toContain('[charactersWithBasic]');
  // The mock speaks plain HTTP.
  expect(stdout).toMatch(
    /given {5}http:\/\/127\.0\.0\.1:\d+\/PasswordVault\/api\/auth\/oidc\/Corp\/token/,
  );
  expect(stdout + stderr).not.toContain(secret);
  expect(mock.requests.map(({ operation }) => operation).slice(-3)).toEqual([
    'logon',
    'getProvider',
    'logoff',
  ]);
  const copied = await inProcess(
    [...doctor, '--redirect-uri', 'https://vault.example/PasswordVault/api/auth/oidc/Corp/token'],
    { environment: secure },
  );
  expect(copied.stdout).toMatch(
    /\nok {7}Register this redirect URI .*:\n\nhttps:\/\/vault\.example\/PasswordVault\/api\/auth\/oidc\/Corp\/token\n\n/,
  );
});

test('an issuer that is given goes before the address of a body', async () => {
  const file = join(folder, 'other.yaml');
  writeFileSync(file, 'discoveryEndpointUrl: https://x.invalid/.well-known/openid-configuration\n');
  const args = ['doctor', '--for', 'pvwa', '--input', file, '--issuer', `${provider.issuer}/`];
  const { stdout } = await inProcess([...args, '--ca-file', certificateFile, '--output', 'json']);
  expect(codesIn(stdout, /error/)).toEqual(['issuerDiffers']);
});

test.each([
  ["a~b!c'(d)*", false],
  ['a+b', true],
  ['a%b', true],
  ['a b', true],
])('with Basic, a client id %s is warned of: %s', async (id, isWarned) => {
  const args = ['doctor', provider.issuer, '--client-id', id, '--client-secret-method', 'basic'];
  const { stdout } = await inProcess([...args, ...trustingJson]);
  expect(codesIn(stdout).includes('charactersWithBasic')).toBe(isWarned);
});

test('an issuer that is given goes before the address that is saved', async () => {
  const { environment } = await startPvwa();
  const add =
    'pvwa addProvider --id corp --discovery-endpoint-url https://x.invalid/ --client-id vault --client-secret-method Post --no-client-secret --yes';
  expect((await inProcess(add.split(' '), { environment })).code).toBe(0);
  const doctor = ['doctor', '--provider', 'corp', '--issuer', `${provider.issuer}/`];
  const { stdout } = await inProcess([...doctor, ...trustingJson], { environment });
  expect(codesIn(stdout, /error/)).toEqual(['issuerDiffers']);
});

test('what is not saved yet wins over what is saved', async () => {
  const { environment } = await startPvwa();
  const add =
    'pvwa addProvider --id corp --discovery-endpoint-url https://x.invalid/ --client-id vault --client-secret-method Basic --no-client-secret --yes'.split(
      ' ',
    );
  expect((await inProcess(add, { environment })).code).toBe(0);
  const doctor = ['doctor', document, '--provider', 'corp', '--user-name-claim', 'upn'];
  const { stdout } = await inProcess([...doctor, ...trustingJson], { environment });
  expect(codesIn(stdout)).toEqual(['claimNotAnnounced', 'redirectPlain']);
});

/** A Wickr network that has a provider, and whose service tries providers out itself. */
async function savedNetwork(issuer: string) {
  const mock = createWickrMock({ reach: true });
  const running = await mock.start();
  onTestFinished(() => running.stop());
  const environment = {
    ...mock.demo.environment,
    OIDC_ADMIN_SKIP_DOCTOR: '1',
    WICKR_ENDPOINT: running.url,
  };
  const network = mock.demo.environment['WICKR_NETWORK_ID'] ?? '';
  const region = mock.demo.environment['AWS_REGION'] ?? '';
  const save =
    `wickr registerOidcConfig --network-id ${network} --issuer ${issuer} --company-id ${region}-corp --user-id vault --custom-username name --no-secret --yes`.split(
      ' ',
    );
  const scopes = ['--scopes', 'openid offline_access'];
  const saved = await inProcess([...save, ...scopes], { environment });
  expect(saved).toMatchObject({ code: 0 });
  return { environment, doctor: ['doctor', '--network', network] };
}

test('where the service does not trust what this computer trusts, its own test says so', async () => {
  const { environment, doctor } = await savedNetwork(provider.issuer);
  const { code, stdout } = await inProcess(
    [...doctor, '--ca-file', certificateFile, '--output', 'json'],
    {
      environment,
    },
  );
  expect(code).toBe(7);
  expect(codesIn(stdout)).toEqual(['privateAddress', 'serviceTestFailed']);
  expect(stdout).toContain('issuer contains an invalid endpoint');
});

test('where the service itself reaches the provider, a private address is no matter', async () => {
  const server = createServer((_request, response) => {
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    response.end(JSON.stringify({ issuer, claims_supported: ['name'] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { environment, doctor } = await savedNetwork(issuer);
  const { stdout } = await inProcess([...doctor, '--output', 'json'], { environment });
  expect(codesIn(stdout, /ok/)).toContain('serviceTest');
  expect(codesIn(stdout)).not.toContain('privateAddress');
});

test('a network or a server that cannot be read ends as any other command', async () => {
  const { environment } = await startWickr();
  const other = await inProcess(['doctor', '--network', '99999999'], { environment });
  expect(other.code).toBe(1);
  const nowhere = { PVWA_URL: 'http://127.0.0.1:1', PVWA_TOKEN: 'abc' };
  const unreached = await inProcess(['doctor', '--provider', 'corp'], { environment: nowhere });
  expect(unreached.code).toBe(3);
  const unset = await inProcess(['doctor', '--provider', 'corp']);
  expect(unset).toMatchObject({ code: 2, stdout: '' });
  expect(unset.stderr).toMatch(/^error: PVWA_URL \(--endpoint-url\) is not set/);
});

test('the doctor takes a context, shows what goes over the line, and asks nothing with --no-input', async () => {
  const { environment } = await startPvwa();
  const all: Readonly<Record<string, string>> = environment;
  const { PVWA_URL: url = '', PVWA_PASSWORD: password = '', ...named } = all;
  const own = { ...named, XDG_CONFIG_HOME: mkdtempSync(join(folder, 'config-')) };
  for (const [name, at] of [
    ['right', url],
    ['other', 'http://127.0.0.1:2'],
  ] as const) {
    const add = ['context', 'add', name, '--api', 'pvwa', '--url', at];
    expect(await inProcess(add, { environment: own })).toMatchObject({ code: 0 });
  }
  const doctor = ['doctor', '--provider', 'nobody', '--context', 'right'];
  const given = { environment: { ...own, PVWA_PASSWORD: password } };
  const found = await inProcess([...doctor, '--debug'], given);
  expect(found.code).toBe(1);
  expect(found.stderr).toContain(`> GET ${url}/api/Configuration/OIDC/Providers/nobody/`);
  expect(found.stderr).not.toContain(password);
  const typed = { environment: own, typed: true, input: 'x\n' };
  const asked = await inProcess([...doctor, '--no-input'], typed);
  expect(asked).toMatchObject({ code: 2, stdout: '' });
  expect(asked.stderr).toMatch(/^error: PVWA_USERNAME and PVWA_PASSWORD are not both set/);
});

test('a body that is to be sent is diagnosed before it is sent', async () => {
  const file = join(folder, 'body.yaml');
  const jwk = '{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB","d":"c2VjcmV0LW9mLXRoZS1rZXk"}]}';
  writeFileSync(
    file,
    `issuer: ${provider.issuer}\nauthenticationEndpointUrl: ${provider.issuer}/auth\njwkSet: '${jwk}'\nclientId: vault\n`,
  );
  const args = ['doctor', '--for', 'pvwa', '--input', file, ...trustingJson];
  const { code, stdout, stderr } = await inProcess(args);
  expect(code).toBe(7);
  expect(codesIn(stdout)).toEqual(['privateAddress', 'jwkSetPrivate']);
  expect(stdout + stderr).not.toContain('c2VjcmV0');
});

test.each([
  [[], /^error: give an issuer, the URL of a discovery document, or --provider or --network/],
  [['https://x', '--client-secret', secret], /^error: --client-secret: a secret is not taken/],
  [
    ['https://x', '--provider', 'a', '--network', 'b'],
    /^error: --provider and --network: give only/,
  ],
  [['--input', 'x'], /^error: --input: needs --for/],
  [['https://x', '--for', 'ldap'], /argument 'ldap' is invalid.*pvwa, wickr/s],
  [['https://x', '--timeout', '0'], /^error: --timeout: must be/],
  [['https://x', 'https://y'], /too many arguments/],
  [['https://x', '--user-name', 'anna'], /need --sign-in/],
  [
    ['https://x', '--sign-in', '--sign-in-port', '0'],
    /^error: --sign-in-port: must be a whole number/,
  ],
])('doctor %j says what to give', async (args, message) => {
  const { code, stdout, stderr } = await inProcess(['doctor', ...args]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain(secret);
});

test('a mask in place of the secret is refused', async () => {
  const environment = { OIDC_CLIENT_SECRET: '********' };
  const { code, stderr } = await inProcess(['doctor', provider.issuer], { environment });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: OIDC_CLIENT_SECRET: is what is shown in place of a secret/);
  // A body goes before the environment, and is looked at as well.
  const file = join(folder, 'masked.yaml');
  writeFileSync(file, `discoveryEndpointUrl: ${document}\nclientSecret: '********'\n`);
  const args = ['doctor', '--for', 'pvwa', '--input', file];
  const body = await inProcess(args, { environment: { OIDC_CLIENT_SECRET: secret } });
  expect(body.code).toBe(2);
  expect(body.stderr).toMatch(/^error: --input: is what is shown in place of a secret/);
});

test('its help fits 80 columns, and has examples that begin as its usage does', async () => {
  const { code, stdout } = await inProcess(['doctor', '--help']);
  expect(code).toBe(0);
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  expect(stdout.match(/^ {2}oidc-admin doctor /gm)?.length).toBeGreaterThan(4);
});
