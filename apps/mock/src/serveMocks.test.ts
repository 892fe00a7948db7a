import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { apis } from './generated/apis.ts';

const entry = join(import.meta.dirname, 'main.ts');
const known = Object.keys(apis).join(', ');

/** Runs `pnpm mock` with arguments until it ends, or until `ready` was printed and `use` is done. */
async function run(args: readonly string[], use?: (out: string) => Promise<void>) {
  const child = spawn(process.execPath, [entry, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const ended = once(child, 'close');
  if (use !== undefined) {
    await vi.waitUntil(() => /PASSWORD|WICKR_OTHER/.test(out), { timeout: 20_000 });
    await use(out);
    child.kill('SIGTERM');
  }
  const [code] = await ended;
  return { code: code as number, out, err };
}

/** The variables that a shell has after the lines were pasted. */
function environmentOf(out: string): unknown {
  const lines = out.match(/^ +export .*$/gm) ?? [];
  const print = `"${process.execPath}" -p 'JSON.stringify(process.env)'`;
  return JSON.parse(
    execFileSync('bash', ['-c', [...lines, print].join('\n')], { encoding: 'utf8' }),
  );
}

function temporaryFile(name: string, text: string | Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'mock-shell-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function urlIn(out: string): string {
  return /http:\S+/.exec(out)?.[0] ?? '';
}

test(
  'serves with a seed and a fault, writes a line for each request, and ends when it is stopped',
  { timeout: 60_000 },
  async () => {
    const provider = {
      id: 'seeded',
      authenticationFlow: 'Code',
      clientId: 'c',
      clientSecretMethod: 'Basic',
      userNameClaim: 'sub',
    };
    const seed = temporaryFile(
      'seed.json',
      JSON.stringify({ pvwa: { resources: { provider: { '': { seeded: provider } } } } }),
    );
    const args = [
      'pvwa',
      '--port',
      '0',
      '--seed',
      seed,
      '--fault',
      'server-error@listProviders',
      '--control',
      '/__mock',
    ];
    const { code, out, err } = await run(args, async (printed) => {
      const list = `${urlIn(printed)}/api/Configuration/OIDC/Providers`;
      expect((await fetch(list)).status).toBe(500);
      expect((await fetch(`${list}/seeded`)).status).toBe(401);
      const state = await fetch(`${new URL(list).origin}/__mock/state`);
      expect(await state.text()).toContain('seeded');
    });
    expect(code).toBe(0);
    expect(out).toMatch(/^ {2}export PVWA_URL='http:\/\/127\.0\.0\.1:\d+\/PasswordVault'$/m);
    expect(out).toContain("export PVWA_USERNAME='admin'\n");
    expect(err).toBe(
      'GET /PasswordVault/api/Configuration/OIDC/Providers 500\n' +
        'GET /PasswordVault/api/Configuration/OIDC/Providers/seeded 401 pvwa.getProvider.none.security\n',
    );
  },
);

test(
  'starts every API, and says nothing of requests when it is to be quiet',
  { timeout: 60_000 },
  async () => {
    const { out, err } = await run(['--port', '0', '--quiet'], async (printed) => {
      await fetch(urlIn(printed));
    });
    expect(out).toMatch(/pvwa: http:[^]*wickr: http:/);
    expect(environmentOf(out)).toMatchObject({
      WICKR_ENDPOINT: /wickr: (\S+)/.exec(out)?.[1],
      PVWA_PASSWORD: 'Passw0rd!',
    });
    expect(err).toBe('');
  },
);

test.each([
  [
    ['nobody'],
    new RegExp(`'nobody' is invalid for argument 'api'. Allowed choices are ${known}\\.`),
  ],
  [
    ['--port', 'x'],
    /'--port <number>' argument 'x' is invalid. It is no whole number from 0 to 65535/,
  ],
  [['--fault', 'ghost-delet'], /ghost-delete/],
  [['--seed', '/nowhere/seed.json'], /--seed: \/nowhere\/seed.json cannot be read \(ENOENT\)/],
  [['--colour'], /unknown option '--colour'/],
])('wrong arguments (%j) end with 2 and say what would be right', async (args, message) => {
  const { code, err } = await run(args);
  expect(code).toBe(2);
  expect(err).toMatch(message);
});

test.each(['{"pvwa": "hidden0secret" "x"}', 'hidden0secret', '{"pvwa": hidden0secret}'])(
  'a mistake in a seed is named by its place, and nothing of the file is quoted (%j)',
  async (text) => {
    const { code, err } = await run(['--seed', temporaryFile('seed.json', text)]);
    expect(code).toBe(2);
    expect(err).toContain('is not valid JSON');
    expect(err).not.toContain('hidden');
  },
);

test('a seed that no request could have made is refused, each mistake by its place', async () => {
  const right = {
    clientId: 'c',
    clientSecretMethod: 'Post',
    discoveryEndpointUrl: 'https://idp.example.net/.well-known/openid-configuration',
  };
  const provider = {
    '': {
      a: { ...right, clientSecretMethod: 'hidden0secret', clientSecrets: 'hidden0secret' },
      b: { ...right, id: 'c' },
      c: { discoveryEndpointUrl: right.discoveryEndpointUrl, clientId: 'c' },
    },
    above: {},
  };
  const text = JSON.stringify({ pvwa: { resources: { provider, nothing: {} } } });
  const elsewhere = JSON.stringify({ wickr: { resources: { oidcConfig: { 99999999: {} } } } });
  expect((await run(['--seed', temporaryFile('seed.json', elsewhere)])).err).toContain(
    'error: --seed: wickr: resources.oidcConfig["99999999"]: there is no such networkId; there are 12345678',
  );
  const { code, err } = await run(['--seed', temporaryFile('seed.json', text)]);
  expect(code).toBe(2);
  for (const line of [
    'pvwa: resources.provider[""]["a"].clientSecretMethod must be equal to one of the allowed values',
    'pvwa: resources.provider[""]["a"].clientSecrets is not documented; the nearest is clientSecret',
    'pvwa: resources.provider[""]["b"].id is not the key under which it stands',
    'pvwa: resources.provider[""]["c"].clientSecretMethod is missing',
    'pvwa: resources.provider["above"]: provider has no parent; right is resources.provider[""]',
    "pvwa: there is no resource 'nothing'; known are: ",
  ])
    expect(err).toContain(`error: --seed: ${line}`);
  expect(err).not.toContain('hidden');
});

test('a seed in UTF-16, as Windows writes it, is read', async () => {
  const bytes = Buffer.from('\ufeff{"nobody": {}}', 'utf16le');
  const { err } = await run(['--seed', temporaryFile('seed.json', bytes)]);
  expect(err).toContain(`with API one of ${known}`);
});

test('a port that is taken ends with 1, nothing left running, and says what to do', async () => {
  const other = createServer();
  onTestFinished(() => void other.close());
  await once(other.listen(0, '127.0.0.1'), 'listening');
  const { port } = other.address() as AddressInfo;
  const { code, err } = await run(['wickr', '--port', String(port)]);
  expect(code).toBe(1);
  expect(err).toBe(
    `error: Port ${port} of 127.0.0.1 is taken: choose another --port, or --port 0 for a free one\n`,
  );
});

test('lists every fault with its API, the kind of clause that it breaks, and what it does', async () => {
  const { code, out } = await run(['wickr', '--list-faults']);
  expect(code).toBe(0);
  expect(out).toMatch(/^wickr {2}security {2}signature-date-not-checked {2}\S.*$/m);
});

test.each([
  ['is full', '>/dev/full', 1, /standard output cannot be written: ENOSPC/],
  ['is closed, as by head', '| true; exit ${PIPESTATUS[0]}', 0, /^$/],
])('where standard output %s, it ends and says so', async (_what, after, wanted, message) => {
  const words = [process.execPath, entry, '--list-faults'].map((word) => `'${word}'`).join(' ');
  const child = spawn('bash', ['-c', `${words} ${after}`], { stdio: ['ignore', 'ignore', 'pipe'] });
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const [code] = await once(child, 'close');
  expect(err).toMatch(message);
  expect(code).toBe(wanted);
});

test('a terminal that is closed stops it as Ctrl-C does', async () => {
  const child = spawn(process.execPath, [entry, 'pvwa', '--port', '0', '--quiet'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  child.kill('SIGHUP');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('no request and no file name controls the terminal', { timeout: 60_000 }, async () => {
  const bytes = Buffer.from(Array.from({ length: 0xa0 }, (_, code) => code));
  const turned = Buffer.from('\u061c\u200e\u200f\u202a\u202e\u2066\u2069');
  const { err } = await run(['pvwa', '--port', '0'], async (out) => {
    const { port } = new URL(urlIn(out));
    // Each byte by itself, as the parser of HTTP refuses some of them.
    for (const part of [turned, ...Array.from(bytes, (byte) => Buffer.from([byte]))]) {
      const socket = connect(Number(port), '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(
        Buffer.concat([
          Buffer.from('GET /PasswordVault/api/'),
          part,
          Buffer.from('x HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n'),
        ]),
      );
      socket.resume();
      await once(socket, 'close');
    }
  });
  const refused = await run([
    'pvwa',
    '--seed',
    `/nowhere/${bytes.toString('latin1').slice(1)}${turned.toString()}`,
  ]);
  expect(refused.code).toBe(2);
  expect(err.split('\n').length).toBeGreaterThan(90);
  expect(err + refused.err).not.toMatch(
    /[^\n -~\u00a0-\u{10ffff}]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u,
  );
});
