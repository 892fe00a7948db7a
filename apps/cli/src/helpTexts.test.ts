import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { apis } from './generated/apis.ts';
import { inProcess } from './testing/inProcess.ts';
import { sharedCommands } from './testing/sharedCommands.ts';
import { startPvwa, startWickr } from './testing/startMocks.ts';

async function helpOf(command: string): Promise<string> {
  const words = command === '' ? [] : command.split(' ');
  const { code, stdout } = await inProcess([...words, '--help']);
  expect(code).toBe(0);
  return stdout;
}

test.each(['', 'context', ...Object.keys(apis), ...sharedCommands])(
  'help of "%s" fits a terminal of 80 columns',
  async (command) => {
    for (const line of (await helpOf(command)).split('\n')) expect(line).toMatch(/^.{0,80}$/u);
  },
);

test.each(sharedCommands)('help of %s has an example of it', async (command) => {
  expect(await helpOf(command)).toMatch(new RegExp(`^Examples?:\\n[^]*oidc-admin ${command}`, 'm'));
});

const calling = ['doctor', 'rotate-secret', 'export', 'plan', 'apply', 'undo'];

test.each([...calling, 'pvwa add-provider'])(
  'help of %s names the proxy and the certificates',
  async (command) => {
    const text = await helpOf(command);
    for (const flag of ['--proxy <url>', '--ca-file <file>', 'NO_PROXY', '--timeout <seconds>'])
      expect(text).toContain(flag);
  },
);

test.each(calling)('help of %s names what says which server is meant', async (command) => {
  const text = await helpOf(command);
  for (const variable of ['PVWA_URL', 'PVWA_PASSWORD', 'AWS_REGION', 'WICKR_ENDPOINT'])
    expect(text).toContain(variable);
});

test('the example of twenty networks is right', async () => {
  const { mock, environment } = await startWickr({ networks: ['12345678', '23456789'] });
  const folder = mkdtempSync(join(tmpdir(), 'help-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [, text = ''] =
    /^Example, twenty networks in one file, .*:\n((?: .*\n)+)/m.exec(await helpOf('apply')) ?? [];
  const [file, secret] = [join(folder, 'sso.yaml'), join(folder, 'secret.txt')];
  writeFileSync(secret, 'a secret');
  writeFileSync(file, text.replace('file:secret.txt', `file:${secret}`).replaceAll(/^ {4}/gm, ''));
  const setting = { environment: { ...environment, XDG_STATE_HOME: folder } };
  const { stdout } = await inProcess(['apply', file, '--yes'], setting);
  expect(stdout).toMatch(/^written, and read back +2$/m);
  expect(Object.keys(mock.state.read().resources['oidcConfig'] ?? {})).toHaveLength(2);
  expect(await inProcess(['plan', file], setting)).toMatchObject({ code: 0 });
});

/** The lines of the example that copies, each as its words and the file that it writes. */
function copying(help: string, folder: string) {
  const [, text = ''] = /^Example, from one server to another:\n((?: .*\n)+)/m.exec(help) ?? [];
  return text
    .replaceAll(/ *\\\n */g, ' ')
    .trim()
    .split('\n')
    .map((line) => {
      const [command = '', file] = line.trim().split(' > ');
      const words = command.replaceAll(/[\w]+\.(?:json|txt)/g, (name) => join(folder, name));
      return { words: words.split(' ').slice(1), file: file && join(folder, file) };
    });
}

/** Runs the example that copies between two servers, and answers what both hold afterwards. */
async function copied(
  write: string,
  read: string,
  environments: readonly Readonly<Record<string, string>>[],
): Promise<unknown[]> {
  const folder = mkdtempSync(join(tmpdir(), 'help-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'secret.txt'), 'a secret');
  const lines = copying(await helpOf(write), folder);
  expect(lines).toHaveLength(2);
  for (const [index, { words, file }] of lines.entries()) {
    // What a context would say is in the environment here.
    const own = words.filter((word, at) => word !== '--context' && words[at - 1] !== '--context');
    expect(own.length).toBe(words.length - 2);
    const { code, stdout } = await inProcess([...own, ...(index === 1 ? ['--yes'] : [])], {
      environment: { XDG_STATE_HOME: folder, ...environments[index] },
    });
    expect({ own, code }).toEqual({ own, code: 0 });
    if (file !== undefined) writeFileSync(file, stdout);
  }
  const held = environments.map(async (environment) =>
    JSON.parse((await inProcess(read.split(' '), { environment })).stdout),
  );
  return Promise.all(held);
}

test('the example that copies a provider to another server is right', async () => {
  const [from, to] = [await startPvwa(), await startPvwa()];
  const add =
    'pvwa add-provider --id staff --client-id c --client-secret-method Post --discovery-endpoint-url https://idp.example --no-client-secret';
  expect(await inProcess(add.split(' '), { environment: from.environment })).toMatchObject({
    code: 0,
  });
  const [old, copy] = await copied('pvwa add-provider', 'pvwa get-provider --id staff', [
    from.environment,
    to.environment,
  ]);
  expect(copy).toEqual(old);
  expect(copy).toMatchObject({ id: 'staff', clientId: 'c' });
});

test('the example that copies a configuration to another server is right', async () => {
  const [from, to] = [await startWickr(), await startWickr()];
  const save =
    'wickr register-oidc-config --network-id 12345678 --issuer https://idp.example --company-id us-east-1-corp --scopes openid --yes --no-secret';
  expect(await inProcess(save.split(' '), { environment: from.environment })).toMatchObject({
    code: 0,
  });
  const [old, copy] = await copied(
    'wickr register-oidc-config',
    'wickr get-oidc-info --network-id 12345678 --query openidConnectInfo.[companyId,issuer,scopes]',
    [from.environment, to.environment],
  );
  expect(copy).toEqual(old);
  expect(copy).toEqual(['us-east-1-corp', 'https://idp.example', 'openid']);
});
