import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { inProcess } from './testing/inProcess.ts';
import { planFolder } from './testing/planFile.ts';
import { startPvwa } from './testing/startMocks.ts';

const list = ['pvwa', 'list-providers'];

/** A PVWA, and a context for it that the given words of `context add` make beside its address. */
async function startWithContext(words: (file: (text: string) => string) => string) {
  const { mock, environment } = await startPvwa();
  const folder = mkdtempSync(join(tmpdir(), 'cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = (text: string): string => {
    const path = join(folder, 'secret');
    writeFileSync(path, text);
    return path;
  };
  const all: Readonly<Record<string, string | undefined>> = environment;
  const { PVWA_URL: url = '', PVWA_USERNAME: username = '', PVWA_PASSWORD: password = '' } = all;
  const own = { XDG_CONFIG_HOME: folder };
  const run = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    inProcess(args, { environment: { ...own, ...more } });
  const added = await run(
    `context add prod --api pvwa --url ${url} ${words(file)}`.split(' '),
    environment,
  );
  expect(added.code).toBe(0);
  return { mock, run, username, password };
}

test('a user whom the environment names does not go with the token of a context', async () => {
  const { mock, run, username, password } = await startWithContext(
    (file) => `--token-file ${file('of-the-context')}`,
  );
  const user = { PVWA_USERNAME: username, PVWA_PASSWORD: password };
  expect(await run(list, user)).toMatchObject({ code: 0 });
  expect(mock.requests.map(({ operation }) => operation)).toEqual([
    'logon',
    'listProviders',
    'logoff',
  ]);
});

test('where the token that the environment names is refused, nobody else signs in', async () => {
  const { mock, run } = await startWithContext(
    (file) => `--username x --password-file ${file('y')}`,
  );
  expect(await run(list, { PVWA_TOKEN: 'stale' })).toMatchObject({ code: 1 });
  expect(mock.requests.map(({ operation }) => operation)).toEqual(['listProviders']);
});

test('the same user and a password by itself go with a context', async () => {
  const started = await startPvwa();
  const all: Readonly<Record<string, string | undefined>> = started.environment;
  const { PVWA_USERNAME: username = '', PVWA_PASSWORD: password = '' } = all;
  const { run } = await startWithContext(
    (file) => `--username ${username} --password-file ${file(password)}`,
  );
  expect(await run(list, { PVWA_USERNAME: username })).toMatchObject({ code: 0 });
  expect(await run(list, { PVWA_PASSWORD: password })).toMatchObject({ code: 0 });
});

test('a setting of another API is refused, not left out in silence', async () => {
  const words = 'context add x --api pvwa --region eu-central-1'.split(' ');
  const { code, stderr } = await inProcess(words);
  expect({ code, stderr }).toEqual({ code: 2, stderr: 'error: --region: is no setting of pvwa\n' });
});

test('a context that takes the place of another one says so, and a broken file is not quoted', async () => {
  const folder = planFolder().folder;
  const environment = { XDG_CONFIG_HOME: folder };
  const add = 'context add prod --api pvwa --url http://127.0.0.1:9'.split(' ');
  expect((await inProcess(add, { environment })).stderr).toBe('prod: kept, and in use for pvwa\n');
  expect((await inProcess(add, { environment })).stderr).toBe(
    'prod: kept in place of what it was, and in use for pvwa\n',
  );
  const file = join(folder, 'oidc-admin/contexts.json');
  writeFileSync(file, 'a line\nanother');
  const { code, stderr } = await inProcess(['context', 'list'], { environment });
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `error: ${file}: cannot be read (it is no JSON); mend it, or remove it\n`,
  });
});
