import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { graceMs } from './runProgram.ts';
import { listening } from './testing/listening.ts';
import { startPvwa } from './testing/startMocks.ts';

const program = join(import.meta.dirname, 'main.ts');
const credentials = { PVWA_USERNAME: 'admin', PVWA_PASSWORD: 'hunter2hunter2' };

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'a call that gets %s is given up, and the session is closed',
  { timeout: 30_000 },
  async (signal) => {
    const received: string[] = [];
    const asked = Promise.withResolvers<void>();
    const server = createServer((request, response) => {
      const path = request.url ?? '';
      received.push(path.split('/').at(-1) ?? '');
      if (/logon$/i.test(path)) response.setHeader('content-type', 'application/json').end('"a"');
      else if (/logoff$/i.test(path)) response.end();
      else asked.resolve();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/PasswordVault`;
    const child = spawn(process.execPath, [program, 'pvwa', 'listProviders'], {
      env: { ...credentials, PVWA_URL: url },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const ended = once(child, 'exit');
    await asked.promise;
    child.kill(signal);
    const [code] = await ended;
    expect(code).toBe(3);
    expect(received.map((name) => name.toLowerCase())).toEqual(['logon', 'providers', 'logoff']);
  },
);

test(
  'Ctrl-C says what goes on, and a second one what may have been done',
  { timeout: 30_000 },
  async () => {
    const asked = Promise.withResolvers<void>();
    const leaving = Promise.withResolvers<void>();
    const server = createServer((request, response) => {
      const path = request.url ?? '';
      if (/logon$/i.test(path)) response.setHeader('content-type', 'application/json').end('"a"');
      else if (/logoff$/i.test(path)) leaving.resolve();
      else asked.resolve();
    });
    const address = await listening(server);
    const child = spawn(process.execPath, [program, 'pvwa', 'listProviders'], {
      env: { ...credentials, PVWA_URL: `${address}/PasswordVault` },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const ended = once(child, 'close');
    await asked.promise;
    child.kill('SIGINT');
    await leaving.promise;
    // What comes sooner may be the echo of the first.
    await delay(400);
    child.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
    expect(said).toMatch(
      /^\nEnding what was begun; Ctrl-C again ends it at once\.\n.*Ended at once: what was sent may have been done\.\n$/s,
    );
  },
);

test.each([
  ['is full', '>/dev/full', 4, /standard output cannot be written: ENOSPC/],
  ['is closed, as by head', '| true; exit ${PIPESTATUS[0]}', 0, /^$/],
])(
  'where standard output %s the session is closed all the same',
  { timeout: 30_000 },
  async (_what, after, wanted, message) => {
    const { mock, environment } = await startPvwa();
    const shell = `"$@" ${after}`;
    const command = [process.execPath, program, 'pvwa', 'listProviders'];
    const { code, err } = await new Promise<{ code: unknown; err: string }>((resolve) => {
      execFile(
        'bash',
        ['-c', shell, 'bash', ...command],
        { env: { ...process.env, ...environment } },
        (error, _out, stderr) => resolve({ code: error === null ? 0 : error.code, err: stderr }),
      );
    });
    expect(err).toMatch(message);
    expect(code).toBe(wanted);
    expect(mock.requests.at(-1)?.operation).toBe('logoff');
  },
);

test('after Ctrl-C an orderly end has ten minutes, and longer where calls may take longer', () => {
  expect(graceMs([])).toBe(600_000);
  expect(graceMs(['--timeout', '5'])).toBe(600_000);
  expect(graceMs(['rotate-secret', '--timeout', '120'])).toBe(2_400_000);
  expect(graceMs(['--timeout=120'])).toBe(2_400_000);
  expect(graceMs(['--timeout', 'soon'])).toBe(600_000);
  expect(graceMs(['--timeout', '2147483'])).toBe(2 ** 31 - 1);
});
