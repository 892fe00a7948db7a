import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { runConformance } from './testing/conformanceCommand.ts';

/** Every code point below U+00A0, and the marks that turn the direction of a text. */
const everything =
  Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code)).join('') +
  '\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069';

const control = /[^\n -~\u00a0-\u{10ffff}]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Answers in many ways, all of them full of what controls a terminal. */
async function startServer(): Promise<string> {
  let count = 0;
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    count += 1;
    const headers = {
      'content-type': count % 3 === 0 ? 'text/\u009bx' : 'application/json',
      'x-odd': '\u009b2J\u0085',
    };
    if (/logon$/i.test(incoming.url ?? '')) {
      outgoing.writeHead(200, { 'content-type': 'application/json' }).end('"token"');
      return;
    }
    const entry = { id: everything, description: everything, [everything]: everything };
    const body =
      count % 2 === 0
        ? { ErrorCode: everything, ErrorMessage: everything }
        : { Providers: [entry] };
    outgoing.writeHead([200, 400, 404, 500, 418][count % 5] ?? 200, headers);
    outgoing.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/PasswordVault`;
}

test('nothing that a target answers controls the terminal', { timeout: 60_000 }, async () => {
  const user = { PVWA_USERNAME: 'u', PVWA_PASSWORD: 'p' };
  const args = ['--disposable', '--strict', '--max-requests', '150', '--timeout', '5'];
  const { code, out, err } = await runConformance(
    ['pvwa', '--target', await startServer(), ...args],
    user,
  );
  expect(out).toMatch(/FAILED pvwa\./);
  expect(out).not.toMatch(control);
  expect(err).not.toMatch(control);
  expect([1, 5]).toContain(code);
});

test('nor does a file name or a variable', { timeout: 60_000 }, async () => {
  const odd = everything.replace('\0', '');
  const ways = [
    ['pvwa', '--target', `http://${odd}`],
    ['pvwa', '--baseline', odd],
    ['pvwa', '--target-file', odd],
    ['verify', odd],
    [odd],
    ['pvwa', `--${odd}`],
  ];
  const ended = await Promise.all(ways.map((args) => runConformance(args, { PVWA_URL: odd })));
  for (const [index, { out, err }] of ended.entries()) {
    expect(err).not.toBe('');
    const args = ways[index];
    expect({ args, shown: control.exec(out + err)?.[0] }).toEqual({ args, shown: undefined });
  }
});
