import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { newMock } from './apiEntry.ts';

const main = join(import.meta.dirname, 'main.ts');
const limit = 120_000;
const finding = 'pvwa.updateProvider.clientId.maxLength';
const faulty = [
  '--only',
  'updateProvider',
  '--fault',
  'limit-one-too-high:updateProvider.clientId',
];

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command in a shell that has done something to its outputs or to its disk before. */
async function inShell(
  before: string,
  args: readonly string[],
  after = '',
  environment: Readonly<Record<string, string>> = {},
): Promise<Ran & { readonly directory: string }> {
  const directory = mkdtempSync(join(tmpdir(), 'conformance-unwritable-'));
  const { PATH = '', HOME = '' } = process.env;
  const script = `${before}; "$@" ${after}`;
  const command = [process.execPath, main, '--report-dir', directory, ...args];
  const env = { PATH, HOME, TMPDIR: directory, XDG_STATE_HOME: join(directory, 'state') };
  return new Promise((resolve) => {
    execFile(
      'bash',
      ['-c', script, 'bash', ...command],
      { env: { ...env, ...environment }, maxBuffer: 1e8 },
      (error, out, err) =>
        resolve({ code: error === null ? 0 : Number(error.code), out, err, directory }),
    );
  });
}

describe.concurrent('what was found is said', { timeout: limit }, () => {
  test('where the disk is full, with all findings, and keeps its exit code', async () => {
    const { code, out, err } = await inShell('ulimit -f 64', ['pvwa', ...faulty]);
    expect(out).toContain(`FAILED ${finding}`);
    expect(err).toMatch(/^error: \S+record\.ndjson cannot be written: EFBIG/m);
    expect(err).toMatch(/^error: \S+report\.json cannot be written: EFBIG/m);
    expect(err).toContain(`FAILED ${finding} at pvwa, check ${finding}/`);
    expect(code).toBe(1);
  });

  test('where the disk is full and nothing was found, by an exit code of its own', async () => {
    const quick = ['pvwa', '--only', 'listProviders', '--quick'];
    const { code, out, err } = await inShell('ulimit -f 8', quick);
    expect(out).toContain('CONFORMANT');
    expect(err).toMatch(/cannot be written: EFBIG/);
    expect(code).toBe(8);
  });

  test.each([
    ['is full', '>/dev/full'],
    ['is closed', '> >(exec true)'],
  ])('on standard error where standard output %s', async (_what, after) => {
    const { code, err, directory } = await inShell('true', ['pvwa', ...faulty], after);
    expect(err).toContain(`FAILED ${finding}`);
    expect(readFileSync(join(directory, 'report.json'), 'utf8')).toContain(finding);
    expect(code).toBe(1);
  });

  test('in files that only their owner reads', async () => {
    const { directory } = await inShell('umask 0', ['pvwa', ...faulty]);
    for (const name of readdirSync(directory).filter((one) => one !== 'state'))
      expect([name, statSync(join(directory, name)).mode & 0o077]).toEqual([name, 0]);
  });
});

test('a run whose disk is full puts back what it changed', { timeout: limit }, async () => {
  const configured = { companyId: 'us-east-1-mine', issuer: 'https://login.example.com' };
  const mock = await newMock('wickr');
  const whole = { ...configured, scopes: 'openid', secret: 'original' };
  mock.state.seed({ resources: { oidcConfig: { '12345678': { '': whole } } } });
  await using running = await mock.start();
  const args = ['wickr', '--target', running.url, '--allow-writes', '--quick'];
  const { err } = await inShell('ulimit -f 64', args, '', {
    ...mock.demo.environment,
    WICKR_ORIGINAL_SECRET: 'original',
  });
  expect(err).toMatch(/cannot be written: EFBIG/);
  expect(mock.state.read().resources?.['oidcConfig']?.['12345678']?.['']).toMatchObject(whole);
});

test('what could not be put back is said before any report', { timeout: limit }, async () => {
  const mock = await newMock('pvwa');
  await using running = await mock.start();
  const directory = mkdtempSync(join(tmpdir(), 'conformance-lost-'));
  const { PATH = '', HOME = '' } = process.env;
  const args = ['pvwa', '--target', running.url, '--allow-writes', '--only', 'addProvider'];
  const child = spawn(process.execPath, [main, '--report-dir', directory, ...args], {
    env: { PATH, HOME, TMPDIR: directory, XDG_STATE_HOME: directory, ...mock.demo.environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  mock.faults.on('server-error', { operation: 'deleteProvider' });
  let err = '';
  let early: string[] | undefined;
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
    if (err.includes('NOT PUT BACK at pvwa: provider oidcadmin')) early ??= readdirSync(directory);
  });
  const [code] = (await once(child, 'close')) as [number];
  expect(early).toContain('record.ndjson');
  expect(early).not.toContain('report.json');
  expect(code).not.toBe(0);
});
