import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parseAst } from 'rolldown/parseAst';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPvwa, startWickr } from './testing/startMocks.ts';

const cli = join(import.meta.dirname, '..');
const run = promisify(execFile);
const npmArgs = ['--offline', '--no-audit', '--no-fund', '--ignore-scripts'];
const work = mkdtempSync(join(tmpdir(), 'packed-'));
const folder = join(work, 'node_modules/@oidc-admin/cli');
const program = join(work, 'node_modules/.bin/oidc-admin');
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** Says on standard error what it loads. */
const listing = `import { registerHooks } from 'node:module';
registerHooks({ load(url, context, next) { process.stderr.write(url + '\\n'); return next(url, context); } });`;

beforeAll(async () => {
  const dist = join(work, 'dist');
  const bundler = join(cli, 'node_modules/rolldown/bin/cli.mjs');
  const args = [bundler, '--config', 'rolldown.config.ts', '--dir', dist];
  await run(process.execPath, args, { cwd: cli });
  const { stdout } = await run('npm', ['pack', dist, ...npmArgs], { cwd: work });
  writeFileSync(join(work, 'package.json'), '{}');
  await run('npm', ['install', `./${basename(stdout.trim())}`, ...npmArgs], { cwd: work });
});

/** The files of the package that a command loads. */
async function loadedBy(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  const hooks = join(work, 'listing.mjs');
  writeFileSync(hooks, listing);
  const all = ['--import', hooks, join(folder, 'main.js'), ...args];
  // Whether it fails does not matter here.
  const stderr = await run(process.execPath, all, { env }).then(
    (done) => done.stderr,
    (error: { readonly stderr: string }) => error.stderr,
  );
  return stderr
    .split('\n')
    .filter((url) => url.includes('/@oidc-admin/cli/'))
    .map((url) => basename(fileURLToPath(url)));
}

function sizeOf(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
}

test('the packed command is installed from one file, without any other package', () => {
  expect(readdirSync(join(work, 'node_modules')).toSorted()).toEqual([
    '.bin',
    '.package-lock.json',
    '@oidc-admin',
  ]);
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(['LICENSE', 'LICENSES-OF-OTHERS']));
});

test('the packed command has no syntax that the oldest promised Node does not know', () => {
  const chunks = readdirSync(folder).filter((file) => file.endsWith('.js'));
  expect(chunks).toContain('main.js');
  const text = (file: string): string =>
    JSON.stringify(parseAst(readFileSync(join(folder, file), 'utf8')), (_name, value: unknown) =>
      typeof value === 'bigint' ? null : value,
    );
  const unknown = chunks.filter((file) => /"kind":"(?:await )?using"/.test(text(file)));
  expect(unknown).toEqual([]);
});

test('the packed command says its version, and calls both APIs', async () => {
  const env = { PATH: process.env['PATH'] };
  expect((await run(program, ['--version'], { env })).stdout).toMatch(/^oidc-admin \d/);
  const pvwa = await startPvwa();
  const listed = await run(program, ['pvwa', 'list-providers'], {
    env: { ...env, ...pvwa.environment },
  });
  expect(JSON.parse(listed.stdout)).toHaveProperty('Providers');
  const wickr = await startWickr();
  const tried = [
    'wickr',
    'register-oidc-config-test',
    '--network-id',
    '12345678',
    '--issuer',
    'https://idp.example.net',
    '--scopes',
    'openid',
  ];
  expect(
    JSON.parse((await run(program, tried, { env: { ...env, ...wickr.environment } })).stdout),
  ).toBeTypeOf('object');
});

test('help loads neither HTTP nor signing, and the first help one file', async () => {
  const whole = readdirSync(folder).filter((file) => file.endsWith('.js'));
  for (const args of [
    ['wickr', '--help'],
    ['wickr', 'get-oidc-info', '--help'],
  ]) {
    const loaded = await loadedBy(args);
    expect(loaded).toContain('main.js');
    expect(sizeOf(loaded)).toBeLessThan(150_000);
  }
  expect(await loadedBy(['--help'])).toEqual(['main.js']);
  expect(sizeOf(whole)).toBeGreaterThan(1_000_000);
});

test('the first help, which is packed as a text, is that of the program', async () => {
  const source = join(import.meta.dirname, 'main.ts');
  const { stdout } = await run(process.execPath, [source, '--help']);
  for (const words of ['--help', '-h']) expect((await run(program, [words])).stdout).toBe(stdout);
});

test('a call that needs no proxy loads no second HTTP, and no HTTP/2', async () => {
  const { environment } = await startWickr();
  const read = ['wickr', 'get-oidc-info', '--network-id', '12345678'];
  const undici = readdirSync(folder).find((file) => file.startsWith('undici-'));
  expect(undici).toBeDefined();
  const direct = await loadedBy(read, environment);
  expect(direct).not.toContain(undici);
  const proxied = { ...environment, HTTP_PROXY: '127.0.0.1:9' };
  expect(await loadedBy(read, proxied)).toContain(undici);
});
