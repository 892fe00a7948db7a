import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { kebabCase, operationsOf } from './cliApi.ts';
import { commandExample } from './commandExample.ts';
import { exitCodeMeanings } from './failure.ts';
import { flagsOf } from './flags.ts';
import { apis } from './generated/apis.ts';
import { inProcess } from './testing/inProcess.ts';
import { startPvwa, startWickr } from './testing/startMocks.ts';

const loaded = await Promise.all(
  Object.entries(apis).map(async ([api, { load }]) => ({ api, commandLine: await load() })),
);
const operations = loaded.flatMap(({ api, commandLine }) =>
  operationsOf(commandLine).map((operation) => ({ api, commandLine, operation, id: operation.id })),
);

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const add = [
  ...'pvwa add-provider --id staff --client-id c --client-secret-method Post'.split(' '),
  ...'--discovery-endpoint-url https://idp.example --no-client-secret'.split(' '),
];

test.each(operations)(
  '$api $id: shell spelling and operationId, help of 80 columns with an example that is right',
  async ({ api, commandLine, operation, id }) => {
    const shell = await inProcess([api, kebabCase(id), '--help']);
    expect(shell.code).toBe(0);
    expect(await inProcess([api, id, '--help'])).toEqual(shell);
    for (const line of shell.stdout.split('\n')) expect(line).toMatch(/^.{0,80}$/u);
    const example = commandExample(commandLine, operation, flagsOf(commandLine, operation));
    for (const line of example) expect(shell.stdout).toContain(line);
    const folder = emptyFolder();
    const [, ...words] = example
      .join(' ')
      .replaceAll('\\', '')
      .replaceAll(/\S+\.txt/g, (name) => {
        writeFileSync(join(folder, name), 'a secret');
        return join(folder, name);
      })
      .split(/ +/);
    // No server is named: whatever is wrong with the example would be said before that.
    const environment = { PVWA_USERNAME: 'x', WICKR_ENDPOINT: 'nowhere' };
    const { stderr } = await inProcess(words, { environment });
    expect(stderr).toMatch(/^error: [A-Z0-9_]+ \(--endpoint-url\) is n/);
  },
);

test('--version names this program and Node', async () => {
  const { code, stdout } = await inProcess(['--version']);
  expect(code).toBe(0);
  expect(stdout).toBe(`oidc-admin ${manifest.version}, Node ${process.versions.node}\n`);
});

test('the first help lists every exit code', async () => {
  const { stdout } = await inProcess(['--help']);
  for (const code of Object.keys(exitCodeMeanings))
    expect(stdout).toMatch(new RegExp(`^  ${code}  `, 'm'));
});

test('--no-input asks nothing at a terminal, and names the flag', async () => {
  const { environment } = await startPvwa();
  await inProcess(add, { environment });
  const quiet = { environment, typed: true, input: 'y\ny\n' };
  const modify = ['pvwa', 'modify-provider', '--id', 'staff', '--no-input'];
  const missing = await inProcess(modify, quiet);
  expect(missing).toMatchObject({ code: 2, stdout: '' });
  expect(missing.stderr).toMatch(/^error: --client-secret-file, .*: required/);
  const remove = await inProcess(['pvwa', 'delete-provider', '--id', 'staff', '--no-input'], quiet);
  expect(remove.stderr).toMatch(/Give --yes to go on\.\n$/);
  const asked = await inProcess([...modify, '--client-secret-file', '-'], quiet);
  expect(asked.stderr).toMatch(
    /--client-secret-file: would have to be asked for, which --no-input/,
  );
  const password = await inProcess(['pvwa', 'list-providers', '--no-input'], {
    ...quiet,
    environment: { ...environment, PVWA_PASSWORD: '' },
  });
  expect(password.code).toBe(2);
  expect(password.stderr).toMatch(/PVWA_PASSWORD/);
});

test('--quiet says nothing of what went well', async () => {
  const { environment } = await startPvwa();
  await inProcess(add, { environment });
  const modify = ['pvwa', 'modify-provider', '--id', 'staff', '--no-client-secret', '--quiet'];
  expect(await inProcess(modify, { environment })).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('--debug says what goes over the line, without a secret', async () => {
  const { environment } = await startPvwa();
  const secret = { ...environment, PVWA_CLIENT_SECRET: 'hunter2hunter2' };
  const words = [...add.slice(0, -1), '--debug'];
  const { code, stdout, stderr } = await inProcess(words, { environment: secret });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ id: 'staff' });
  expect(stderr).toMatch(/^> POST http:.*\/Logon$/m);
  expect(stderr).toMatch(/^> POST http:.*\/OIDC\/Providers$/m);
  expect(stderr).toMatch(/^> authorization: \[redacted\]$/m);
  expect(stderr).toMatch(/^> \{.*"clientId":"c".*\}$/m);
  expect(stderr).toMatch(/^< 201$/m);
  const { PVWA_PASSWORD: password = '?' } = environment as Record<string, string>;
  for (const hidden of ['hunter2', password]) expect(stderr).not.toContain(hidden);

  const wickr = await startWickr();
  const read = 'wickr get-oidc-info --network-id 12345678 --debug'.split(' ');
  const signed = await inProcess(read, { environment: wickr.environment });
  expect(signed.stderr).toMatch(/^> GET http:.*\/oidc$/m);
  expect(signed.stderr).not.toMatch(/Signature=[0-9a-f]/);
});

test('--region and --profile stand for their variables', async () => {
  const { mock, environment } = await startWickr();
  const save = [
    ...'wickr register-oidc-config --network-id 12345678 --company-id company'.split(' '),
    ...'--issuer https://x --scopes openid --yes --no-secret --region eu-west-2'.split(' '),
  ];
  const { stderr } = await inProcess(save, {
    environment: { ...environment, AWS_REGION: 'us-east-1' },
  });
  expect(stderr).toMatch(/--company-id: must begin with eu-west-2-/);
  const wrong = await inProcess([...save, '--region=a b'], { environment });
  expect(wrong.stderr).toMatch(/--region: given twice/);
  expect(mock.requests).toEqual([]);
});

test('a context keeps settings and no secret, and gives way to variables and flags', async () => {
  const { environment } = await startPvwa();
  const folder = emptyFolder();
  const {
    PVWA_PASSWORD: password = '',
    PVWA_URL: url,
    PVWA_USERNAME: name = '',
  } = environment as Record<string, string>;
  const file = join(folder, 'password');
  writeFileSync(file, `${password}\n`);
  const own = { XDG_CONFIG_HOME: folder };
  const context = (...args: string[]) => inProcess(['context', ...args], { environment: own });
  const added = await context(
    ...`add prod --api pvwa --url ${url} --username ${name} --password-file ${file}`.split(' '),
  );
  expect(added).toMatchObject({ code: 0, stderr: 'prod: kept, and in use for pvwa\n' });
  const path = join(folder, 'oidc-admin/contexts.json');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'oidc-admin')).mode & 0o777).toBe(0o700);
  expect(readFileSync(path, 'utf8')).not.toContain(password);
  const list = ['pvwa', 'list-providers'];
  expect(await inProcess(list, { environment: own })).toMatchObject({ code: 0 });
  await context('add', 'test', '--api', 'pvwa', '--url', 'http://127.0.0.1:9');
  expect(await inProcess(list, { environment: own })).toMatchObject({ code: 2 });
  expect(await inProcess([...list, '--context', 'prod'], { environment: own })).toMatchObject({
    code: 0,
  });
  const variable = { ...own, OIDC_ADMIN_CONTEXT: 'prod' };
  expect(await inProcess(list, { environment: variable })).toMatchObject({ code: 0 });
  const elsewhere = { ...variable, PVWA_URL: 'http://127.0.0.1:9' };
  expect(await inProcess(list, { environment: elsewhere })).toMatchObject({ code: 3 });
  expect(
    await inProcess([...list, '--endpoint-url', `${url}`], { environment: elsewhere }),
  ).toMatchObject({ code: 0 });
  await context('use', 'prod');
  expect(await inProcess(list, { environment: own })).toMatchObject({ code: 0 });
  await context('remove', 'prod');
  const { stdout } = await context('list');
  expect(JSON.parse(stdout)).toMatchObject({ contexts: { test: {} }, inUse: {} });
  const gone = await inProcess([...list, '--context', 'prod'], { environment: own });
  expect(gone.stderr).toMatch(/--context: there is no context of that name; there are: test/);
  const other = await inProcess(
    'wickr get-oidc-info --network-id 12345678 --context test'.split(' '),
    { environment: own },
  );
  expect(other.stderr).toMatch(/--context: that context is one of pvwa/);
  const secret = await context('add', 'x', '--api', 'pvwa', '--password', 'hunter2');
  expect(secret.code).toBe(2);
  expect(secret.stderr).not.toContain('hunter2');
});

test('the context in use is not taken to another server, unless it is named', async () => {
  const { mock, environment } = await startPvwa();
  const folder = emptyFolder();
  const { PVWA_PASSWORD: password = '', PVWA_URL: url = '' } = environment as Record<
    string,
    string
  >;
  const file = join(folder, 'password');
  writeFileSync(file, password);
  const own = { XDG_CONFIG_HOME: folder };
  await inProcess(
    `context add prod --api pvwa --url https://prod.invalid --username admin --password-file ${file}`.split(
      ' ',
    ),
    { environment: own },
  );
  const list = ['pvwa', 'list-providers'];
  for (const setting of [{ PVWA_URL: url }, {}]) {
    const flag = 'PVWA_URL' in setting ? [] : ['--endpoint-url', url];
    const { code, stderr } = await inProcess([...list, ...flag], {
      environment: { ...own, ...setting },
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(/PVWA_USERNAME and PVWA_PASSWORD/);
  }
  expect(mock.requests).toEqual([]);
  const named = await inProcess([...list, '--endpoint-url', url, '--context', 'prod'], {
    environment: own,
  });
  expect(named.code).toBe(0);
  const both = { ...own, PVWA_PASSWORD: password };
  expect(
    await inProcess([...list, '--endpoint-url', url, '--context', 'prod'], { environment: both }),
  ).toMatchObject({ code: 0 });
});

test('help loads neither HTTP nor signing', () => {
  const hook = `import { registerHooks } from 'node:module'; registerHooks({ load: (url, context, next) => { process.stderr.write(url + '\\n'); return next(url, context); } });`;
  const program = join(import.meta.dirname, 'main.ts');
  const help = (...args: string[]) =>
    spawnSync(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(hook)}`, program, ...args, '--help'],
      { encoding: 'utf8', timeout: 20_000 },
    );
  for (const args of [[], ['pvwa', 'update-provider'], ['wickr', 'register-oidc-config']]) {
    const { status, stderr } = help(...args);
    expect(status).toBe(0);
    expect(stderr).toContain('commander');
    expect(stderr).not.toMatch(
      /undici|openapi-fetch|smithy|aws-sdk|ajv|createApiClient|jmespath|\/yaml\//,
    );
  }
});

const shells = ['bash', 'zsh', 'fish', 'powershell'];

test.each(shells)('completions for %s have every command and flag', async (shell) => {
  const { code, stdout } = await inProcess(['completion', shell]);
  expect(code).toBe(0);
  for (const { api, commandLine, operation } of operations) {
    expect(stdout).toContain(`${api} ${kebabCase(operation.id)}`);
    const shown = flagsOf(commandLine, operation).filter(({ property }) => !property.sensitive);
    for (const { option } of shown) expect(stdout).toContain(option.long);
  }
});

test('no other word than a shell has completions', async () => {
  const { code, stderr } = await inProcess(['completion', 'constructor']);
  expect(code).toBe(2);
  expect(stderr).toBe(
    'error: completion: only bash, zsh, fish, powershell; this is none of them\n',
  );
});

test('completions are right in bash itself', async () => {
  const { stdout } = await inProcess(['completion', 'bash']);
  const complete = (...words: string[]): string[] => {
    const script = `${stdout}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})\nCOMP_CWORD=${words.length - 1}\n_oidc_admin\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout: found } = spawnSync('bash', ['-c', script], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    return found.trim().split('\n');
  };
  expect(complete('oidc-admin', 'pv')).toEqual(['pvwa']);
  expect(complete('oidc-admin', 'pvwa', 'update')).toEqual([
    'update-provider',
    'update-authentication-method',
  ]);
  expect(complete('oidc-admin', 'pvwa', 'update-provider', '--client-secret-f')).toEqual([
    '--client-secret-file',
  ]);
  expect(complete('oidc-admin', 'pvwa', 'update-provider', '--id', 'x', '--iss')).toEqual([
    '--issuer',
  ]);
});

test.each([
  ['zsh', ['-n']],
  ['fish', ['--no-execute']],
])('where %s is installed, it takes the script', async (shell, args) => {
  const { stdout } = await inProcess(['completion', shell]);
  const isThere = ['/usr/bin', '/bin', '/usr/local/bin'].some((folder) =>
    existsSync(join(folder, shell)),
  );
  expect(stdout.split('\n').length).toBeGreaterThan(operations.length);
  if (!isThere) return;
  const file = join(emptyFolder(), 'script');
  writeFileSync(file, stdout);
  expect(spawnSync(shell, [...args, file], { encoding: 'utf8', timeout: 20_000 })).toMatchObject({
    status: 0,
  });
});
