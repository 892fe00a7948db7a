import { randomBytes } from 'node:crypto';
import { type AddressInfo, createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { runConformance } from './testing/conformanceCommand.ts';

/** Answers each request with 400 kB of JSON, compressed, and closes the connection at once. */
async function startClosing(): Promise<string> {
  const body = gzipSync(
    JSON.stringify({ Providers: [], more: randomBytes(300_000).toString('base64') }),
  );
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(
        `HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\ncontent-length: ${body.length}\r\n\r\n`,
      );
      socket.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/PasswordVault`;
}

test(
  'large compressed responses on connections that close end no run',
  { timeout: 60_000 },
  async () => {
    const url = await startClosing();
    const user = { PVWA_USERNAME: 'u', PVWA_PASSWORD: 'p', PVWA_TOKEN: '' };
    const { code, err, report } = await runConformance(
      ['pvwa', '--target', url, '--timeout', '5', '--max-requests', '20'],
      user,
    );
    expect(err).not.toMatch(/AssertionError|node:internal/);
    expect([1, 5]).toContain(code);
    expect((await report()).targets).toBeDefined();
  },
);
