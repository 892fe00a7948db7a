import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { apis } from './generated/apis.ts';
import { inProcess } from './testing/inProcess.ts';
import { startPvwa, startWickr } from './testing/startMocks.ts';

const update = ['pvwa', 'updateProvider', '--id', 'x', '--client-secret-method', 'Post'];

test.each([
  [[], /^Usage: oidc-admin <api> <operation>/],
  [
    ['nobody'],
    new RegExp(`no API of that name; there are: ${Object.keys(apis).join(', ')}, doctor,`),
  ],
  [['pvwa'], /^Usage: oidc-admin pvwa <operation>/],
  [['pvwa', 'updateprovider'], /did you mean update-provider\?; there are: .*update-provider/],
  [['pvwa', 'quit'], /of that name; there are/],
  [
    ['pvwa', 'getProvider', 'nobody'],
    /an argument belongs to no option, did you mean --id nobody\?/,
  ],
  [['pvwa', 'updateProvider', 'hunter2'], /an argument belongs to no option$/m],
  [['pvwa', 'getProvider', '--id', 'x', 'y'], /an argument belongs to no option$/m],
  [[...update, '--isuer', 'x'], /unknown option '--isuer'\n\(Did you mean --issuer\?\)/],
  [
    [...update, '--colour', 'x'],
    /unknown option '--colour'\nSee oidc-admin pvwa update-provider --help/,
  ],
  [
    [...update, '--clientId', 'x'],
    /unknown option '--clientId'\n\(Did you mean --client-id\?\)\nSee oidc-admin pvwa update-provider --help/,
  ],
  [[...update, '--constructor', 'x'], /unknown option '--constructor'/],
  [[...update, '--client-id'], /option '--client-id <text>' argument missing/],
  [[...update, '--id', 'y'], /--id: given twice/],
  [['pvwa', 'modifyProvider', '--no-issuer', '--no-issuer'], /--no-issuer: given twice/],
  [['pvwa', 'modifyProvider', '--no-issuer', '--issuer=x'], /--issuer and --no-issuer: give only/],
  [[...update, 'x'], /an argument belongs to no option/],
  [[...update, '--yes=maybe'], /unknown option '--yes'\n/],
  [[...update, '--timeout', '0'], /--timeout: must be a number of seconds above 0/],
  [[...update, '--timeout', '2147484'], /--timeout: must be .* and at most 2147483/],
  [[...update, '--timeout', 'Infinity'], /--timeout: must be .* and at most 2147483/],
  [[...update, '--client-id', 'a', '--client-id-file', '-'], /give only one of them/],
  [[...update, '--input', '-', '--issuer-file', '-'], /only one can read standard input/],
  [[...update, '--client-id-file', '/no/such/file'], /--client-id-file: .*ENOENT/],
  [
    ['pvwa', 'logon', '--type', 'LDAP', '--concurrent-session=perhaps'],
    /--concurrent-session: must be yes or no; this is text/,
  ],
])('%j is refused with a reason', async (args, reason) => {
  const { code, stdout, stderr } = await inProcess(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(reason);
});

test.each([
  ['no JSON', '{"clientId":\n  hunter2}', /--input: is not valid JSON, line 2, column 3: /],
  [
    'a comma too many',
    '{"clientId": "hunter2",}',
    /--input: is not valid JSON, line 1, column 24: /,
  ],
  ['an open end', '{"clientId": "hunter2"', /--input: is not valid JSON, line 1, column 23: /],
  ['no object', '["hunter2"]', /--input: must be an object/],
  [
    'an unknown property',
    '{"clientID": "hunter2"}',
    /no property 'clientID', did you mean clientId\?; .*\n.*--client-id: required/,
  ],
  ['a wrong type', '{"clientId": 7}', /clientId in --input: must be text; this is number \(PVWA-/],
  ['null', '{"clientId": null}', /clientId in --input: must be text; this is null/],
])('a body with %s is refused without repeating its values', async (_, input, reason) => {
  const { code, stderr } = await inProcess([...update, '--input', '-'], { input });
  expect(code).toBe(2);
  expect(stderr).toMatch(reason);
  expect(stderr).not.toContain('hunter2');
});

test.each([
  { args: [...update, '--client-secret', 'hunter2'] },
  { args: [...update, '--client-secret=hunter2'] },
  { args: [...update, '--clientSecret=hunter2'] },
  { args: [...update, 'hunter2'] },
  { args: ['pvwa', 'logon', '--password=hunter2'] },
  { args: ['pvwa', 'hunter2'] },
  { args: ['hunter2'] },
  { args: ['--password=hunter2'] },
  { args: ['pvwa', '--password=hunter2'] },
  { args: ['wickr', 'registerOidcConfig', '--secret', 'hunter2'] },
])('a secret among the arguments is refused and not repeated: %j', async ({ args }) => {
  const { code, stderr } = await inProcess(args);
  expect(code).toBe(2);
  expect(stderr).not.toContain('hunter2');
});

test('the refusal of a secret says what to do instead', async () => {
  const { stderr } = await inProcess([...update, '--client-secret', 'hunter2']);
  expect(stderr).toMatch(/--client-secret-file, PVWA_CLIENT_SECRET or --no-client-secret/);
  const never = await inProcess(['pvwa', 'logon', '--new-password', 'hunter2']);
  expect(never.stderr).toMatch(/--new-password-file/);
  expect(never.stderr).not.toMatch(/PVWA_NEW_PASSWORD/);
});

/** What the mock received as the secret and the client id of an update. */
async function received(
  args: readonly string[],
  setting: { environment?: Record<string, string>; input?: string; typed?: boolean },
) {
  const { mock, environment } = await startPvwa();
  const common = ['--id', 'x', '--discovery-endpoint-url', 'https://x'];
  const result = await inProcess(
    ['pvwa', 'addProvider', ...common, '--client-secret-method', 'Post', ...args],
    { ...setting, environment: { ...environment, ...setting.environment } },
  );
  const added = mock.requests.find(({ operation }) => operation === 'addProvider');
  const sent = added?.request?.body;
  return { result, body: sent?.kind === 'json' ? sent.value : undefined };
}

test('a secret comes from a file, standard input, the keyboard or the environment; flags win over the body', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'secret');
  writeFileSync(file, 'from a file\n');
  const id = ['--client-id', 'x'];
  const fromFile = await received([...id, '--client-secret-file', file], {
    environment: { PVWA_CLIENT_SECRET: 'from the environment' },
  });
  expect(fromFile.body).toMatchObject({ clientId: 'x', clientSecret: 'from a file' });
  const stdin = await received([...id, '--client-secret-file', '-'], { input: 'piped' });
  expect(stdin.body).toMatchObject({ clientSecret: 'piped' });
  const typed = await received([...id, '--client-secret-file', '-'], {
    input: 'typed\n',
    typed: true,
  });
  expect(typed.body).toMatchObject({ clientSecret: 'typed' });
  expect(typed.result.stderr).toContain('client-secret-file: ');
  expect(typed.result.stderr + typed.result.stdout).not.toContain('typed');
  const variable = await received(id, { environment: { PVWA_CLIENT_SECRET: 'set' } });
  expect(variable.body).toMatchObject({ clientSecret: 'set' });
  const body = await received([...id, '--input', '-'], {
    input: JSON.stringify({ clientId: 'y', clientSecret: 'in the body', description: 'd' }),
  });
  expect(body.body).toMatchObject({
    clientId: 'x',
    clientSecret: 'in the body',
    description: 'd',
  });
});

test('a first save goes on after a yes at the keyboard, and not after anything else', async () => {
  const { mock, environment } = await startWickr();
  const save = [
    ...'wickr registerOidcConfig --network-id 87654321 --company-id us-east-1-x'.split(' '),
    ...'--issuer https://x --scopes openid'.split(' '),
  ];
  const no = await inProcess(save, { environment, input: '\n', typed: true });
  expect(no).toMatchObject({ code: 2, stdout: '' });
  expect(no.stderr).toMatch(/Go on\? \[y\/N\].*not confirmed/s);
  const yes = await inProcess(save, { environment, input: 'y\n', typed: true });
  expect(yes.code).toBe(0);
  expect(mock.requests.filter(({ operation }) => operation === 'registerOidcConfig')).toHaveLength(
    1,
  );
});

test('a number that is not whole is named', async () => {
  const save = ['wickr', 'registerOidcConfig', '--sso-token-buffer-minutes'];
  const { stderr } = await inProcess([...save, '1.5']);
  expect(stderr).toMatch(/--sso-token-buffer-minutes: must be a whole number; 1\.5 is none \(/);
  expect((await inProcess([...save, 'x'])).stderr).toMatch(/a whole number; this is text/);
});

test('a log-on is of the type that the environment names, or of the usual one', async () => {
  const { mock, environment } = await startPvwa();
  for (const more of [{}, { PVWA_LOGON_TYPE: 'LDAP' }])
    await inProcess(['pvwa', 'logon'], { environment: { ...environment, ...more } });
  const types = mock.requests
    .filter(({ operation }) => operation === 'logon')
    .map((request) => request.received.target);
  expect(types).toEqual([
    expect.stringMatching(/CyberArk\/Logon/i),
    expect.stringMatching(/LDAP\/Logon/i),
  ]);
});
