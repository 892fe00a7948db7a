import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import {
  brotliCompressSync,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib';
import { generate } from 'selfsigned';
import { expect, test, vi } from 'vitest';
import { directFetch } from './directFetch.ts';
import type * as notesFixture from './fixtures/notesClient.ts';
import { responseText, startRawServer } from './fixtures/rawServer.ts';
import type { ClientOptions } from './options.ts';

vi.mock('./fixtures/notesClient.ts', async (original) => {
  const notes = await original<typeof notesFixture>();
  return {
    ...notes,
    createNotesClient: (url: string, options?: ClientOptions) =>
      notes.createNotesClient(url, { fetch: directFetch(undefined), ...options }),
  };
});
// All faults of connections and responses, by this `fetch` in place of undici's.
await import('./faults.test.ts');
const { createNotesClient } = await import('./fixtures/notesClient.ts');

const get = { method: 'GET', headers: {} };

test('headers come as they were sent, each cookie by itself', async () => {
  await using server = await startRawServer((socket) => {
    socket.end(
      'HTTP/1.1 200 OK\r\nSet-Cookie: a=1; Path=/\r\nset-cookie: b=2\r\nX-Two: 1\r\nx-two: 2\r\ncontent-length: 2\r\n\r\n{}',
    );
  });
  const { headers, status, type } = await directFetch(undefined)(server.url, get);
  expect({ status, type }).toEqual({ status: 200, type: 'default' });
  expect(headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
  expect(headers.get('x-two')).toBe('1, 2');
});

test('a request has its method, headers and text, and a length', async () => {
  await using server = await startRawServer((socket) => socket.end(responseText(200, '{}')));
  const send = directFetch(undefined);
  await send(`${server.url}/a?b=%20`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: '{"a":"ä"}',
  });
  await send(server.url, { method: 'POST', headers: {} });
  expect(server.requests[0]?.head).toMatch(/^PUT \/a\?b=%20 HTTP\/1\.1\r\n/);
  expect(server.requests[0]?.head).toMatch(/^content-length: 10$/im);
  expect(server.requests[0]?.body).toBe('{"a":"ä"}');
  expect(server.requests[1]?.head).toMatch(/^content-length: 0$/im);
  await send(server.url, { method: 'DELETE', headers: {}, body: '{"a":1}' });
  expect(server.requests[2]).toMatchObject({
    head: expect.stringMatching(/^content-length: 7$/im),
    body: '{"a":1}',
  });
});

test.each([
  ['br', brotliCompressSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['gzip', gzipSync],
  ['GZIP', gzipSync],
  ['zstd', zstdCompressSync],
  ['deflate, zstd, Gzip', (text: string) => gzipSync(zstdCompressSync(deflateRawSync(text)))],
  ['identity', (text: string) => Buffer.from(text)],
])(
  'a body that was packed as %s, unasked, is unpacked, up to the limit',
  async (encoding, pack) => {
    const text = `{"id":"${'ä'.repeat(5000)}"}`;
    const body = pack(text);
    await using server = await startRawServer((socket) => {
      socket.write(
        `HTTP/1.1 200 OK\r\ncontent-encoding: ${encoding}\r\ncontent-length: ${body.length}\r\n\r\n`,
      );
      socket.end(body);
    });
    const { methods } = createNotesClient(server.url, { maxResponseBytes: 10_009 });
    expect(JSON.stringify(await methods.getNote({ id: 'a' }))).toBe(text);
    expect(server.requests[0]?.head).not.toMatch(/^accept-encoding:/im);
    await expect(
      createNotesClient(server.url, { maxResponseBytes: 10_008 }).methods.getNote({ id: 'a' }),
    ).rejects.toMatchObject({ reason: 'tooLarge' });
  },
);

test.each([
  ['DELETE', '204 No Content', undefined, 'gzip'],
  ['PUT', '200 OK', '0', 'gzip'],
  ['PUT', '200 OK', '0', 'deflate'],
  ['PUT', '200 OK', '0', 'br'],
  ['PUT', '200 OK', '0', 'zstd, gzip'],
  ['GET', '302 Found', '0', 'gzip'],
  ['HEAD', '200 OK', '20', 'gzip'],
])(
  '%s that is answered %s without a body, with the length %s, may say %s',
  async (method, status, length, packing) => {
    await using server = await startRawServer((socket) =>
      socket.write(
        `HTTP/1.1 ${status}\r\ncontent-encoding: ${packing}\r\n${length === undefined ? '' : `content-length: ${length}\r\n`}\r\n`,
      ),
    );
    const response = await directFetch(undefined)(server.url, { method, headers: {} });
    expect(response.status).toBe(Number(status.slice(0, 3)));
    expect(await response.text()).toBe('');
  },
);

test('a write whose success says a packing and has no body is done', async () => {
  await using server = await startRawServer((socket) =>
    socket.write('HTTP/1.1 204 No Content\r\ncontent-encoding: gzip\r\n\r\n'),
  );
  expect(await createNotesClient(server.url).methods.saveNote({ id: 'a' })).toBeUndefined();
});

test('a body that was packed more than five times is not taken', async () => {
  await using server = await startRawServer((socket) =>
    socket.write(
      `HTTP/1.1 200 OK\r\ncontent-encoding: ${'gzip,'.repeat(5)}gzip\r\ncontent-length: 5\r\n\r\n`,
    ),
  );
  await expect(directFetch(undefined)(server.url, get)).rejects.toThrow(/packed 6 times/);
});

test('a connection is used again, but not one that the server has closed meanwhile', async () => {
  const ports: (number | undefined)[] = [];
  await using server = await startRawServer((socket, _, number) => {
    ports.push(socket.remotePort);
    socket.write(responseText(200, '{}'));
    if (number > 2) socket.end();
  });
  const send = directFetch(undefined);
  for (let count = 0; count < 6; count += 1) await (await send(server.url, get)).text();
  expect(ports[1]).toBe(ports[0]);
  expect(new Set(ports.slice(2)).size).toBe(4);
});

test('its signal ends a request before, while and after it is answered', async () => {
  await using server = await startRawServer((socket, _, number) => {
    if (number > 1) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{');
  });
  const send = directFetch(undefined);
  const reason = new Error('enough');
  await expect(send(server.url, { ...get, signal: AbortSignal.abort(reason) })).rejects.toBe(
    reason,
  );
  const ended = new AbortController();
  const pending = send(server.url, { ...get, signal: ended.signal });
  await vi.waitFor(() => expect(server.requests).toHaveLength(1));
  ended.abort(reason);
  await expect(pending).rejects.toBe(reason);
  const midway = new AbortController();
  const response = await send(server.url, { ...get, signal: midway.signal });
  midway.abort(reason);
  await expect(response.text()).rejects.toBe(reason);
  const reading = new AbortController();
  const other = await send(server.url, { ...get, signal: reading.signal });
  const text = other.text();
  setTimeout(() => reading.abort(reason), 20);
  await expect(text).rejects.toBe(reason);
});

test('a server that accepts a connection and then says nothing in TLS gets ten seconds', async () => {
  await using server = await startRawServer(() => undefined);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const url = server.url.replace('http:', 'https:');
    const { methods } = createNotesClient(url, { timeoutMs: 60_000 });
    const failed = methods.addNote({ id: 'a' }).catch((error: unknown) => error);
    await vi.waitFor(() => expect(server.connections()).toBe(1));
    await vi.advanceTimersByTimeAsync(10_001);
    expect(await failed).toMatchObject({
      message: 'addNote: no complete response: no connection in 10 seconds',
      reason: 'ERR_CONNECT_TIMEOUT',
    });
  } finally {
    vi.useRealTimers();
  }
});

test('says what it is, unless the caller does, and takes no credentials out of a URL', async () => {
  await using server = await startRawServer((socket) => socket.end(responseText(200, '{}')));
  const send = directFetch(undefined);
  await send(server.url, get);
  await send(server.url, { ...get, headers: { 'user-agent': 'mine' } });
  expect(server.requests[0]?.head).toMatch(/^user-agent: oidc-admin$/im);
  expect(server.requests[1]?.head).toMatch(/^user-agent: mine$/im);
  for (const user of ['u:p@', 'u@', ':p@'])
    await expect(send(server.url.replace('//', `//${user}`), get)).rejects.toThrow(/^a URL with/);
  expect(server.requests).toHaveLength(2);
});

test('a private CA is trusted where it is given, and only there', async () => {
  const certificate = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });
  const server = createServer({ key: certificate.private, cert: certificate.cert }, (_, outgoing) =>
    outgoing.end('{}'),
  );
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const trusting = directFetch(certificate.cert);
  expect(await (await trusting(url, get)).text()).toBe('{}');
  await expect(directFetch(undefined)(url, get)).rejects.toMatchObject({
    code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
  });
  await expect(createNotesClient(url).methods.addNote({ id: 'a' })).rejects.toThrow(
    /certificate comes from no authority that is trusted here; a private one has to be named$/,
  );
  server.closeAllConnections();
  server.close();
});
