import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { serveMocks } from './serveMocks.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mock-tls-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts the Wickr mock with flags, until `use` has done with what it printed. */
async function run(flags: readonly string[], use: (out: string) => Promise<void> = async () => {}) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const stop = new AbortController();
  let err = '';
  stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const printed = new Promise<string>((resolve) => {
    let out = '';
    stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (out.includes('export ')) resolve(out);
    });
  });
  const terminal = { stdin, stdout, stderr, environment: {} };
  const ending = serveMocks(['wickr', '--port', '0', ...flags], terminal, stop.signal);
  const ended = ending.then(() => undefined);
  try {
    const out = await Promise.race([printed, ended]);
    if (out !== undefined) await use(out);
  } finally {
    stop.abort();
  }
  return { code: await ending, err };
}

function statusOf(url: string, ca: string | undefined): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false, ...(ca === undefined ? {} : { ca }) }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('error', reject);
  });
}

test('--tls makes a certificate, whose authority a client trusts by the lines that are printed', async () => {
  const file = join(temporaryFolder(), 'authority.pem');
  const { code, err } = await run(['--tls', file], async (out) => {
    const url = /https:\S+/.exec(out)?.[0] ?? '';
    expect(out).toContain(`  export NODE_EXTRA_CA_CERTS='${file}'\n`);
    const ca = readFileSync(file, 'utf8');
    expect(ca).not.toContain('PRIVATE');
    expect(await statusOf(`${url}/networks/12345678/oidc`, ca)).toBe(401);
    expect(await statusOf(url.replace('127.0.0.1', 'localhost'), ca)).toBe(404);
    await expect(statusOf(url, undefined)).rejects.toThrow(/certificate/);
    // Plain HTTP to it ends, and does no harm.
    await expect(fetch(url.replace('https:', 'http:'))).rejects.toThrow('fetch failed');
    expect(await statusOf(url, ca)).toBe(404);
  });
  expect([code, err]).toEqual([0, expect.not.stringContaining('failed')]);
});

test('a certificate of your own is taken, and a wrong one is named without its content', async () => {
  const { generate } = await import('selfsigned');
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  const folder = temporaryFolder();
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  // As Windows' own tools write it.
  writeFileSync(cert, Buffer.from(`\uFEFF${made.cert}`, 'utf16le'));
  writeFileSync(key, `\uFEFF${made.private}`);
  await run(['--tls-cert', cert, '--tls-key', key], async (out) => {
    expect(await statusOf(/https:\S+/.exec(out)?.[0] ?? '', made.cert)).toBe(404);
    expect(out).not.toContain('NODE_EXTRA_CA_CERTS');
  });
  const alone = await run(['--tls-cert', cert]);
  expect(alone).toMatchObject({ code: 2, err: expect.stringContaining('belong together') });
  const both = await run(['--tls-cert', key, '--tls-key', cert]);
  expect(both).toMatchObject({
    code: 2,
    err: expect.stringContaining('no certificate and its key'),
  });
  expect(both.err).not.toContain('BEGIN');
  const nowhere = await run(['--tls', join(folder, 'nowhere', 'a.pem')]);
  expect(nowhere).toMatchObject({ code: 2, err: expect.stringContaining('cannot be written') });
});
