import { randomBytes } from 'node:crypto';
import { type AddressInfo, createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { childProcess } from './testing/childProcess.ts';

/** A server that answers every request with one compressed body, and closes at once. Answers its URL. */
async function startClosing(value: unknown): Promise<string> {
  const body = gzipSync(JSON.stringify(value));
  const head = `HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\ncontent-length: ${body.length}\r\n\r\n`;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(head);
      socket.end(body);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a large compressed response on a connection that closes is printed', async () => {
  const id = randomBytes(750_000).toString('base64');
  const PVWA_URL = await startClosing({ Providers: [{ id }] });
  const { code, stdout, stderr } = await childProcess(['pvwa', 'listProviders'], {
    environment: { PVWA_URL, PVWA_TOKEN: 'token' },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout)).toEqual({ Providers: [{ id }] });
});
