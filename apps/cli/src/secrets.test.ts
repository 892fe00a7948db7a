import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type CommandSetting, inProcess } from './testing/inProcess.ts';
import { startPvwa } from './testing/startMocks.ts';

function fileWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'secret');
  writeFileSync(file, text);
  return file;
}

const add = [
  ...'pvwa addProvider --id staff --client-id c --client-secret-method Post'.split(' '),
  ...'--discovery-endpoint-url https://idp.example'.split(' '),
];
const modify = ['pvwa', 'modifyProvider', '--id', 'staff', '--user-name-claim', 'email'];

/** A PVWA with one provider, a way to run commands against it, and what was sent to add or update one. */
async function start() {
  const { mock, environment } = await startPvwa();
  const run = (args: readonly string[], setting: CommandSetting = {}) =>
    inProcess(args, { ...setting, environment: { ...environment, ...setting.environment } });
  await run([...add, '--no-client-secret']);
  const sent = (): unknown[] =>
    mock.requests
      .filter(({ operation }) => operation === 'updateProvider')
      .map(({ request }) => (request?.body?.kind === 'json' ? request.body.value : undefined));
  return { mock, environment, run, sent };
}

test.each(['', ' ', '\n', '\ufeff', '\t \r\n'])(
  'an empty or blank secret (%j) is none, from wherever it comes',
  async (blank) => {
    const { run, sent } = await start();
    const file = ['--client-secret-file', fileWith(blank)];
    const update = add.map((word) => word.replace('addProvider', 'updateProvider'));
    for (const words of [add, update]) {
      const refused = [
        await run([...words, ...file, '--yes']),
        await run([...words, '--client-secret-file', '-', '--yes'], { input: blank }),
        await run([...words, '--yes'], { environment: { PVWA_CLIENT_SECRET: blank } }),
        await run([...words, '--yes', '--input', '-'], {
          input: JSON.stringify({ clientSecret: blank.replace('\ufeff', '') }),
        }),
      ];
      for (const { code, stderr } of refused) {
        expect(code).toBe(2);
        expect(stderr).toMatch(/is empty, and an empty secret is none; give .*--no-client-secret/);
      }
    }
    const required = await run([...modify, ...file]);
    expect(required.stderr).toMatch(
      /^error: --client-secret-file: is empty, and an empty secret is none; give .*\n$/,
    );
    const typed = await run(modify, { typed: true, input: `${blank.trim()}\n` });
    expect(typed.stderr).toMatch(/--no-client-secret: required/);
    expect(sent()).toEqual([]);
    expect(await run([...modify, '--no-client-secret'])).toMatchObject({ code: 0 });
    expect(sent()).toHaveLength(1);
    expect(sent()[0]).not.toHaveProperty('clientSecret');
  },
);

test('a secret that is missing is asked for at the terminal, and not shown', async () => {
  const { run, sent } = await start();
  const { code, stdout, stderr } = await run(modify, { typed: true, input: 'hunter2\n' });
  expect(code).toBe(0);
  expect(stderr).toMatch(/^client secret: \n/);
  expect(stdout + stderr).not.toContain('hunter2');
  expect(sent()).toMatchObject([{ clientSecret: 'hunter2' }]);
});

test('a secret comes from the file that a variable names, but not from two places', async () => {
  const { run, sent } = await start();
  const PVWA_CLIENT_SECRET_FILE = fileWith('from a file\n');
  const found = await run(modify, { environment: { PVWA_CLIENT_SECRET_FILE } });
  expect(found.code).toBe(0);
  expect(sent()).toMatchObject([{ clientSecret: 'from a file' }]);
  const both = { PVWA_CLIENT_SECRET_FILE, PVWA_CLIENT_SECRET: 'x' };
  const { code, stderr } = await run(modify, { environment: both });
  expect(code).toBe(2);
  expect(stderr).toMatch(/PVWA_CLIENT_SECRET and PVWA_CLIENT_SECRET_FILE: give only one/);
});

test('the password comes from a file or from the terminal, and blank ones never reach the server', async () => {
  const { mock, environment, run } = await start();
  const password = Object.entries(environment).find(([name]) => name === 'PVWA_PASSWORD')?.[1];
  if (password === undefined) throw new Error('The mock names no password');
  const list = ['pvwa', 'listProviders'];
  const without = { PVWA_PASSWORD: '' };
  const file = { ...without, PVWA_PASSWORD_FILE: fileWith(`${password}\r\n`) };
  expect(await run(list, { environment: file })).toMatchObject({ code: 0 });
  const typed = await run(list, { environment: without, typed: true, input: `${password}\n` });
  expect(typed.code).toBe(0);
  expect(typed.stderr).toMatch(/^Password of \w+: \n/);
  expect(typed.stderr).not.toContain(password);
  const logon = ['pvwa', 'logon'];
  expect(
    await run(logon, { environment: without, typed: true, input: `${password}\n` }),
  ).toMatchObject({ code: 0 });
  const count = mock.requests.length;
  for (const blank of ['', '  ']) {
    const given = { ...without, PVWA_PASSWORD_FILE: fileWith(blank) };
    for (const args of [list, logon]) {
      expect(await run(args, { environment: given })).toMatchObject({ code: 2 });
      expect(await run(args, { environment: given, typed: true, input: '\n' })).toMatchObject({
        code: 2,
      });
    }
  }
  expect(mock.requests).toHaveLength(count);
});

test('a private key among the keys is named and not sent', async () => {
  const { mock, run } = await start();
  const count = mock.requests.length;
  const key = { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', d: 'hunter2' };
  const { code, stderr } = await run([...add, '--jwk-set', JSON.stringify({ keys: [key] })]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/--jwk-set: key 1 in 'keys' holds the private member d; .*JWKSET\)/);
  expect(stderr).not.toContain('hunter2');
  expect(mock.requests).toHaveLength(count);
});

test.each([
  ['Ctrl-C', '\u0003'],
  ['Ctrl-D', '\u0004'],
  ['the end of the input', ''],
])('%s at a prompt or a confirmation ends with a sentence and code 5', async (_, input) => {
  const { run, sent } = await start();
  const remove = ['pvwa', 'deleteProvider', '--id', 'staff'];
  for (const args of [modify, remove, [...modify, '--client-secret-file', '-']]) {
    const { code, stdout, stderr } = await run(args, { typed: true, input });
    expect({ args, code, stdout }).toEqual({ args, code: 5, stdout: '' });
    expect(stderr).toMatch(/\nerror: stopped at a question.*; nothing was changed\n$/);
  }
  expect(sent()).toEqual([]);
});
