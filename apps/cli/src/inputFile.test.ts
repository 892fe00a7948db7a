import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { standsForSecret } from '@oidc-admin/client/terminal';
import { expect, onTestFinished, test } from 'vitest';
import { parseDocument } from 'yaml';
import { operationsOf } from './cliApi.ts';
import { flagsOf } from './flags.ts';
import { apis } from './generated/apis.ts';
import { childProcess } from './testing/childProcess.ts';
import { defaultsOf } from './testing/defaultsOf.ts';
import { inProcess } from './testing/inProcess.ts';
import { startPvwa, startWickr } from './testing/startMocks.ts';

const add = ['pvwa', 'addProvider', '--input', '-'];
const provider = {
  id: 'staff',
  discoveryEndpointUrl: 'https://idp.example/.well-known/openid-configuration',
  clientId: 'pvwa',
  clientSecretMethod: 'Basic',
};
const yaml = Object.entries(provider)
  .map(([name, value]) => `${name}: ${value} # said once\n`)
  .join('');

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'cli-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test.each([
  ['JSON', JSON.stringify(provider)],
  ['YAML', yaml],
  ['JSON with a byte order mark', `\ufeff${JSON.stringify(provider)}`],
  ['UTF-16, little end first', Buffer.from(`\ufeff${yaml}`, 'utf16le')],
  ['UTF-16, big end first', Buffer.from(`\ufeff${yaml}`, 'utf16le').swap16()],
])('%s is read from standard input, and flags win over it', async (_, input) => {
  const { environment } = await startPvwa();
  const { code, stdout } = await inProcess([...add, '--client-id', 'from-the-flag'], {
    environment,
    input,
  });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ ...provider, clientId: 'from-the-flag' });
});

test('JSON that is too deep is refused, and brackets within texts do not count', async () => {
  const { environment } = await startPvwa();
  const deep = `{"description":${'['.repeat(6000)}${']'.repeat(6000)}}`;
  const refused = await inProcess(add, { environment, input: deep });
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toMatch(/^error: --input: lists and objects .* more than 500 deep\n/);
  const input = JSON.stringify({ ...provider, description: `"${'['.repeat(600)}"` });
  const { stderr } = await inProcess(add, { environment, input });
  expect(stderr).not.toContain('stand in each other');
});

/** Nine names, each a list of nine times the one before it. */
const bomb = Array.from('abcdefghi', (name, index) => {
  const before = index === 0 ? 'x' : `*${'abcdefghi'[index - 1]}`;
  return `${name}: &${name} [${`${before},`.repeat(9)}]\n`;
}).join('');

test.each([
  ['a list in a list', `id: ${'['.repeat(10_000)}${']'.repeat(10_000)}`, /each other too deep$/],
  ['a block in a block', '- '.repeat(10_000), /each other too deep$/],
  ['anchors that unfold', bomb, /line 1, column 1: its anchors unfold to too much$/],
  ['an alias of nothing', 'id: *hunter2', /column 5: an alias, .* that leads to no anchor$/],
  ['a list for a name', '? [hunter2]\n: x', /column 3: a name that is no text$/],
])('YAML with %s is refused with one sentence', async (_, input, message) => {
  const { environment } = await startPvwa();
  const { code, stdout, stderr } = await inProcess(add, { environment, input });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr.trimEnd()).toMatch(/^error: --input: is not valid YAML, line 1, .*$/);
  expect(stderr.trimEnd()).toMatch(message);
  expect(stderr).not.toContain('hunter2');
});

test.each([
  ['Latin 1', Buffer.from('id: sträßchen', 'latin1'), /is not UTF-8; save it as UTF-8/],
  [
    'UTF-16 without its mark',
    Buffer.from(yaml, 'utf16le'),
    /holds NUL characters; if it is UTF-16/,
  ],
  [
    'half a character of UTF-16',
    Buffer.from([0xff, 0xfe, 0x41]),
    /begins as UTF-16LE, and is none/,
  ],
])('%s is refused with file and reason', async (_, bytes, reason) => {
  const file = join(folder(), 'provider.yaml');
  writeFileSync(file, bytes);
  for (const way of ['--input', '--client-id-file', '--client-secret-file']) {
    const { code, stderr } = await inProcess(['pvwa', 'addProvider', '--id', 'x', way, file]);
    expect(code).toBe(2);
    expect(stderr).toContain(`error: ${way}: ${file} `);
    expect(stderr).toMatch(reason);
  }
});

test.each([
  ['a tab', 'id: x\n\tclientSecret: hunter2', /is not valid YAML, line 2, column \d+: /],
  ['one name twice', 'id: hunter2\nid: hunter2', /line 2, column 1: duplicate key/],
  [
    'an unknown tag',
    'clientId: !hunter2 x',
    /is not valid YAML, line 1, column 11: a tag, which begins with !, that is not/,
  ],
  ['a list', '- hunter2', /--input: must be an object/],
  ['nothing', '', /--input: must be an object/],
  ['a number', 'clientId: 7', /clientId in --input: must be text; this is number \(PVWA-/],
])('YAML with %s is refused with the place, and not repeated', async (_, input, reason) => {
  const { code, stderr } = await inProcess(add, { input });
  expect(code).toBe(2);
  expect(stderr).toMatch(reason);
  expect(stderr).not.toContain('hunter2');
});

test("the other tool's skeleton is taken: it has the parameters of the path too", async () => {
  const { environment } = await startWickr();
  const skeleton = {
    networkId: '12345678',
    companyId: 'us-east-1-staff',
    customUsername: '',
    extraAuthParams: '',
    issuer: 'https://idp.example',
    scopes: 'openid profile email',
    secret: 'not-for-the-screen',
    ssoTokenBufferMinutes: 0,
    userId: '',
  };
  const save = ['wickr', 'registerOidcConfig', '--yes', '--input', '-'];
  const saved = await inProcess(save, { environment, input: JSON.stringify(skeleton) });
  expect(saved).toMatchObject({ code: 0, stderr: expect.stringContaining('masked') as string });
  expect(saved.stdout).toContain('us-east-1-staff');
  // Not filled in, a secret is none, and --yes does not say that on purpose.
  const blank = await inProcess(save, {
    environment,
    input: JSON.stringify({ ...skeleton, secret: '' }),
  });
  expect(blank.code).toBe(2);
  expect(blank.stderr).toMatch(/^error: secret in --input: is empty, and an empty secret is none/);
});

const operations = await Promise.all(
  Object.entries(apis).map(async ([api, { load }]) => ({ api, commandLine: await load() })),
);
const withBody = operations.flatMap(({ api, commandLine }) =>
  operationsOf(commandLine)
    .filter(({ body }) => body !== undefined)
    .map((operation) => ({ api, commandLine, operation })),
);

test.each(withBody)(
  '$api $operation.id: its skeleton names every property, leaves secrets out, and is YAML with what is required',
  async ({ api, commandLine, operation }) => {
    const { code, stdout } = await inProcess([api, operation.id, '--generate-skeleton']);
    expect(code).toBe(0);
    const flags = flagsOf(commandLine, operation);
    for (const {
      property: { name, sensitive },
    } of flags)
      expect(stdout).toMatch(new RegExp(`^(# )?${name}:${sensitive ? ' a secret' : '$'}`, 'm'));
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    const required = flags.filter((flag) => flag.required && !flag.property.sensitive);
    const document = parseDocument(stdout);
    expect(document.errors).toEqual([]);
    expect(Object.keys((document.toJS() ?? {}) as object).toSorted()).toEqual(
      required.map(({ property }) => property.name).toSorted(),
    );
  },
);

test('what a read of a provider printed is edited and written back', async () => {
  const { environment } = await startPvwa();
  const pvwa = (args: readonly string[], input = '') =>
    inProcess(['pvwa', ...args], { environment, input });
  await pvwa(['addProvider', '--input', '-'], yaml);
  const read = await pvwa(['getProvider', '--id', 'staff']);
  const edited = { ...(JSON.parse(read.stdout) as object), clientId: 'edited' };
  const update = ['updateProvider', '--input', '-'];
  const refused = await pvwa(update, JSON.stringify(edited));
  expect(refused.stderr).toMatch(/The stored client secret is not kept by this/);
  expect(await pvwa([...update, '--no-client-secret'], JSON.stringify(edited))).toMatchObject({
    code: 0,
  });
  const after = await pvwa(['getProvider', '--id', 'staff']);
  expect(JSON.parse(after.stdout)).toEqual(edited);
});

test('what a read of a network printed is written back without what the server made, never with a mask', async () => {
  const { mock, environment } = await startWickr();
  const wickr = (args: readonly string[], input = '', more: Record<string, string> = {}) =>
    inProcess(['wickr', ...args], { environment: { ...environment, ...more }, input });
  const network = ['--network-id', '12345678'];
  const first = { companyId: 'us-east-1-x', issuer: 'https://x', scopes: 'openid', userId: 'u' };
  const save = ['registerOidcConfig', ...network, '--yes', '--input', '-'];
  await wickr(save, JSON.stringify({ ...first, secret: 'the-first-secret' }));
  const read = await wickr(['getOidcInfo', ...network]);
  const info = (JSON.parse(read.stdout) as { openidConnectInfo: object }).openidConnectInfo;
  // Servers answer more than they take.
  const shown = { ...info, applicationId: 1, redirectUrl: 'https://x', clientSecret: '********' };
  const count = mock.requests.length;
  for (const secret of ['[redacted]', '********', ' *** ', '••••']) {
    const input = JSON.stringify({ openidConnectInfo: { ...shown, secret } });
    const refused = await wickr(save, input);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/secret in --input: is what is shown in place of a secret/);
  }
  expect(mock.requests).toHaveLength(count);
  const input = JSON.stringify({ openidConnectInfo: { ...shown, userId: 'v' } });
  const written = await wickr([...save, '--no-secret'], input);
  expect(written.code).toBe(0);
  expect(written.stderr).toMatch(/clientSecret.* left aside, as only the server sets them/);
  expect(written.stderr).toMatch(/applicationId.* left aside/);
  const last = mock.requests.findLast(({ operation }) => operation === 'registerOidcConfig');
  const defaults = await defaultsOf('wickr', 'registerOidcConfig');
  const value = { ...defaults, ...first, userId: 'v' };
  expect(last?.request?.body).toEqual({ kind: 'json', value });
});

test('paths are relative to where the person stands, also in a script of the package manager', async () => {
  const here = folder();
  writeFileSync(join(here, 'given.yaml'), 'clientId: 7\n');
  const args = ['pvwa', 'addProvider', '--input', 'given.yaml'];
  const manifest = join(process.cwd(), 'package.json');
  const script = {
    INIT_CWD: here,
    npm_package_json: manifest,
    npm_lifecycle_event: 'oidc-admin',
  };
  const found = await childProcess(args, { environment: script });
  expect(found.stderr).toMatch(/clientId in --input: must be text/);
  // A script of another name may stand anywhere, and there it calls this.
  const other = await childProcess(args, {
    environment: { ...script, npm_lifecycle_event: 'deploy' },
  });
  expect(other.stderr).toMatch(/--input: cannot read the file \(ENOENT\)/);
});

test('what the specifications show in place of a secret is taken for none', () => {
  const shown: unknown[] = [];
  for (const api of Object.keys(apis)) {
    const path = join(import.meta.dirname, `../../../specs/${api}/openapi.yaml`);
    const walk = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      if ('x-masked' in node && 'examples' in node) shown.push(...(node.examples as unknown[]));
      for (const value of Object.values(node)) walk(value);
    };
    walk(parseDocument(readFileSync(path, 'utf8')).toJS({ maxAliasCount: -1 }));
  }
  expect(shown.length).toBeGreaterThan(0);
  for (const one of shown) expect(standsForSecret(String(one))).toBe(true);
});

test.each([
  ['{"id": "a",\n "id": "hunter2"}', 'line 2, column 2: this name stands there twice'],
  ['{"a": [{"b": 1}, {"b": 1, "b": 2}]}', 'line 1, column 27: this name stands there twice'],
  ['id: a\nid: hunter2\n', 'is not valid YAML, line 2, column 1: duplicate key'],
])('a name that is given twice is refused, and no value shown: %j', async (input, said) => {
  const { code, stderr } = await inProcess(add, { input });
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringMatching(new RegExp(`^error: --input: ${said}\n$`)) as string,
  });
  expect(stderr).not.toContain('hunter2');
});
