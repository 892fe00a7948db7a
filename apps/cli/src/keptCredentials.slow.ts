import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { inProcess } from './testing/inProcess.ts';
import { planFolder } from './testing/planFile.ts';
import { startPvwa } from './testing/startMocks.ts';

/** A helper that keeps what it gets in a file, and writes down how it was called and what it got of the environment. */
const source = `#!${process.execPath}
const { appendFileSync, existsSync, readFileSync, writeFileSync } = require('node:fs');
const [, program, action, ...more] = process.argv;
const [file, log] = [program + '.kept', program + '.log'];
const input = readFileSync(0, 'utf8');
appendFileSync(log, JSON.stringify({ action, more, environment: process.env }) + '\\n');
const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
const isGit = program.includes('git-credential-');
const lines = Object.fromEntries(input.split('\\n').filter(Boolean).map((line) => line.split(/=(.*)/)));
const url = isGit
  ? lines.protocol + '://' + lines.host + '/' + lines.path
  : action === 'store' ? JSON.parse(input).ServerURL : input;
const save = () => writeFileSync(file, JSON.stringify(kept));
if (action === 'store') {
  const { Username, Secret } = isGit ? { Username: lines.username, Secret: lines.password } : JSON.parse(input);
  kept[url] = { ServerURL: url, Username, Secret };
  save();
} else if (action === 'erase') {
  delete kept[url];
  save();
} else if (kept[url] !== undefined) {
  process.stdout.write(isGit
    ? 'username=' + kept[url].Username + '\\npassword=' + kept[url].Secret + '\\n'
    : JSON.stringify(kept[url]));
} else if (!isGit) {
  process.stdout.write('credentials not found in native keychain');
  process.exitCode = 1;
}
`;

interface Kept {
  readonly Username: string;
  readonly Secret: string;
}

/** A PVWA, a helper that keeps the password of its user, and commands that know no more than the server. */
async function startWithHelper(name: string, user?: string) {
  const { mock, environment } = await startPvwa();
  const folder = mkdtempSync(join(tmpdir(), 'helper-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const program = join(folder, name);
  writeFileSync(program, source);
  chmodSync(program, 0o755);
  const all: Readonly<Record<string, string | undefined>> = environment;
  const { PVWA_URL: url = '', PVWA_USERNAME: username = '', PVWA_PASSWORD: password = '' } = all;
  const kept = { ServerURL: url, Username: user ?? username, Secret: password };
  writeFileSync(`${program}.kept`, JSON.stringify({ [url]: kept }));
  const settings = { PVWA_URL: url, OIDC_ADMIN_CREDENTIAL_HELPER: program, PATH: '/usr/bin:/bin' };
  return {
    mock,
    url,
    username,
    password,
    program,
    run: (line: string, more: Readonly<Record<string, string>> = {}) =>
      inProcess(line.split(' '), { environment: { ...settings, ...more } }),
    operations: () => mock.requests.map(({ operation }) => operation),
    kept: () =>
      JSON.parse(readFileSync(`${program}.kept`, 'utf8')) as Readonly<Record<string, Kept>>,
    calls: () => readFileSync(`${program}.log`, 'utf8'),
  };
}

const names = ['docker-credential-test', 'git-credential-test'];

test.each(names)('%s gives user name and password', async (name) => {
  const { run, operations, password, calls } = await startWithHelper(name);
  expect(await run('pvwa list-providers')).toMatchObject({ code: 0 });
  expect(operations()).toEqual(['logon', 'listProviders', 'logoff']);
  expect(calls()).not.toContain(password);
});

test.each(names)('%s keeps a session until it is logged off', async (name) => {
  const { run, operations, kept, url, username, calls } = await startWithHelper(name);
  const opened = await run('pvwa logon --keep-session');
  expect(opened).toMatchObject({ code: 0, stdout: '' });
  expect(opened.stderr).toContain('The session is kept by ');
  const { Username, Secret: token = '' } = kept()[`${url}/oidc-admin-session`] ?? {};
  expect(Username).toBe(username);
  expect(token).toMatch(/^\S{20,}$/);
  expect(await run('pvwa list-providers')).toMatchObject({ code: 0 });
  expect(await run('pvwa logoff')).toMatchObject({ code: 0 });
  expect(operations()).toEqual(['logon', 'listProviders', 'logoff']);
  expect(kept()).not.toHaveProperty(`${url}/oidc-admin-session`);
  expect(kept()).toHaveProperty(url);
  expect(opened.stderr + calls()).not.toContain(token);
});

test('a session that is kept stays kept when another one is logged off', async () => {
  const { mock, run, kept, url } = await startWithHelper('docker-credential-test');
  const session = `${url}/oidc-admin-session`;
  expect(await run('pvwa logon --keep-session')).toMatchObject({ code: 0 });
  const { Secret: token } = kept()[session] ?? {};
  const shown = await run('pvwa logon --show-secrets --output json');
  const PVWA_TOKEN = JSON.parse(shown.stdout) as string;
  expect(PVWA_TOKEN).not.toBe(token);
  expect(await run('pvwa logoff', { PVWA_TOKEN })).toMatchObject({ code: 0 });
  expect(kept()).toHaveProperty([session, 'Secret'], token);
  expect(await run('pvwa list-providers')).toMatchObject({ code: 0 });
  expect(mock.requests.at(-1)).toMatchObject({ operation: 'listProviders' });
});

test('a session that takes the place of one that was kept ends that one', async () => {
  const { mock, run, operations, kept, url } = await startWithHelper('docker-credential-test');
  const tokenNow = (): string | undefined => kept()[`${url}/oidc-admin-session`]?.Secret;
  expect(await run('pvwa logon --keep-session')).toMatchObject({ code: 0 });
  const first = tokenNow() ?? '';
  expect(await run('pvwa logon --keep-session')).toMatchObject({ code: 0 });
  expect(tokenNow()).not.toBe(first);
  expect(operations()).toEqual(['logon', 'logon', 'logoff']);
  expect(await run('pvwa list-providers', { PVWA_TOKEN: first })).toMatchObject({ code: 1 });
  expect(await run('pvwa list-providers')).toMatchObject({ code: 0 });
  // One that has ended already is no mistake.
  mock.reset();
  const again = await run('pvwa logon --keep-session');
  expect(again).toMatchObject({ code: 0 });
  expect(again.stderr).toContain('the session that was kept before is not logged off');
});

test('a session that has ended is opened again for a command, with the password that is kept', async () => {
  const { mock, run, operations } = await startWithHelper('docker-credential-test');
  expect(await run('pvwa logon --keep-session')).toMatchObject({ code: 0 });
  mock.reset();
  expect(await run('pvwa list-providers')).toMatchObject({ code: 0 });
  expect(operations()).toEqual(['listProviders', 'logon', 'listProviders', 'logoff']);
});

test('what is kept of another user, or beside a password that is given, is not used', async () => {
  const other = await startWithHelper('docker-credential-test', 'somebody-else');
  const asUser = { PVWA_USERNAME: other.username };
  const refused = await other.run('pvwa list-providers', asUser);
  expect(refused).toMatchObject({ code: 2 });
  expect(refused.stderr).toContain('PVWA_PASSWORD');
  expect(
    await other.run('pvwa list-providers', { ...asUser, PVWA_PASSWORD: other.password }),
  ).toMatchObject({ code: 0 });
});

test('a context names the helper', async () => {
  const { url, program, run } = await startWithHelper('docker-credential-test');
  const folder = mkdtempSync(join(tmpdir(), 'cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const own = { XDG_CONFIG_HOME: folder, PVWA_URL: '', OIDC_ADMIN_CREDENTIAL_HELPER: '' };
  const add = `context add prod --api pvwa --url ${url} --credential-helper ${program}`;
  expect(await run(add, own)).toMatchObject({ code: 0 });
  expect(await run('pvwa list-providers', own)).toMatchObject({ code: 0 });
});

test('the helper gets no secret of the environment', async () => {
  const { run, calls } = await startWithHelper('docker-credential-test');
  const secrets = { OIDC_CLIENT_SECRET: 'canary-one', PVWA_CLIENT_SECRET: 'canary-two' };
  expect(await run('pvwa list-providers', secrets)).toMatchObject({ code: 0 });
  expect(calls()).toContain('PATH');
  expect(calls()).not.toContain('canary');
});

test.each([
  ['/nowhere/docker-credential-none', 'could not be run (ENOENT)'],
  ['/bin/false', 'ended with 1 when it was asked to get'],
  ['/bin/echo', 'answered something that is not its protocol'],
])('%s: the variable is named, and what it printed is not', async (program, reason) => {
  const { run } = await startWithHelper('docker-credential-test');
  const { code, stderr } = await run('pvwa list-providers', {
    OIDC_ADMIN_CREDENTIAL_HELPER: program,
  });
  expect(stderr).toContain(`OIDC_ADMIN_CREDENTIAL_HELPER ${reason}`);
  expect(code).toBe(2);
});

test('without a helper no session can be kept', async () => {
  const { environment } = await startPvwa();
  const { code, stderr } = await inProcess(['pvwa', 'logon', '--keep-session'], { environment });
  expect(stderr).toContain('needs OIDC_ADMIN_CREDENTIAL_HELPER');
  expect(code).toBe(2);
});

test('a helper is asked once in a run, however many targets are on its server', async () => {
  const { run, calls, url } = await startWithHelper('docker-credential-some');
  const settings = { PVWA_URL: url };
  const target = (index: number) => ({
    name: `team-${index}`,
    api: 'pvwa',
    settings,
    resources: { provider: [{ id: `p${index}`, $state: 'absent' }] },
  });
  const targets = Array.from({ length: 20 }, (_, index) => target(index));
  const file = planFolder().write({ targets });
  expect(await run(`plan ${file}`)).toMatchObject({ code: 0 });
  // For the password, and for a session.
  expect(calls().trimEnd().split('\n')).toHaveLength(2);
});
