import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createNotesClient, notesErrors } from './fixtures/notesClient.ts';
import { responseText, startRawServer } from './fixtures/rawServer.ts';

/*
 * Faults over real sockets. Each is tried with an operation that may be repeated (getNote, saveNote) and
 * with one that may not (addNote): whatever happens, the latter is sent once.
 */
const ok = responseText(200, '{"id":"a"}');
const page = '<!doctype html><title>Proxy</title>';

function cut(socket: Socket): void {
  socket.write(
    'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"id"',
  );
  setTimeout(() => socket.resetAndDestroy(), 20);
}

const connectionFaults: readonly [string, (socket: Socket) => void][] = [
  ['reset before the response', (socket) => socket.resetAndDestroy()],
  ['closed before the response', (socket) => socket.end()],
  [
    'reset within the headers',
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-ty');
      setTimeout(() => socket.resetAndDestroy(), 20);
    },
  ],
  ['reset within the body', cut],
  [
    'closed within a chunked body',
    (socket) => {
      socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"id"\r\n');
    },
  ],
];

test.each([
  [
    'closed before the response',
    (socket: Socket) => socket.end(),
    /closed before a whole response/,
  ],
  ['cut within the body', cut, /closed before a whole response|ECONNRESET/],
  ['no HTTP', (socket: Socket) => socket.end('SSH-2.0-x\r\n'), /does not speak HTTP$/],
])('what is %s is said in plain words', async (_, fault, said) => {
  await using server = await startRawServer(fault);
  const { methods } = createNotesClient(server.url, { retry: false });
  await expect(methods.getNote({ id: 'a' })).rejects.toThrow(said);
});

test.each(connectionFaults)('%s: repeated where that is safe', async (_, fault) => {
  await using server = await startRawServer(fault);
  const { methods } = createNotesClient(server.url);
  await expect(methods.getNote({ id: 'a' })).rejects.toMatchObject({
    code: 'ConnectionError',
    operation: 'getNote',
    retryable: true,
  });
  expect(server.requests).toHaveLength(3);
});

test.each(connectionFaults)(
  '%s: never repeated where it may have had an effect',
  async (_, fault) => {
    await using server = await startRawServer(fault);
    const { methods } = createNotesClient(server.url);
    await expect(methods.addNote({ id: 'a' })).rejects.toMatchObject({
      code: 'ConnectionError',
      retryable: false,
    });
    expect(server.requests).toHaveLength(1);
  },
);

test.each(connectionFaults)('%s once: the second attempt succeeds', async (_, fault) => {
  await using server = await startRawServer((socket, __, number) => {
    if (number === 1) fault(socket);
    else socket.end(ok);
  });
  const { methods } = createNotesClient(server.url);
  expect(await methods.getNote({ id: 'a' })).toEqual({ id: 'a' });
});

test('reset after a whole response: the response counts', async () => {
  await using server = await startRawServer((socket) => {
    socket.write(ok);
    setTimeout(() => socket.resetAndDestroy(), 20);
  });
  const { methods } = createNotesClient(server.url);
  expect(await methods.addNote({ id: 'a' })).toEqual({ id: 'a' });
  expect(server.requests).toHaveLength(1);
});

test('no server listens: the reason is named', async () => {
  const server = await startRawServer((socket) => socket.end(ok));
  await server[Symbol.asyncDispose]();
  const { methods } = createNotesClient(server.url);
  await expect(methods.getNote({ id: 'a' })).rejects.toMatchObject({
    code: 'ConnectionError',
    reason: 'ECONNREFUSED',
  });
});

const silences: readonly [string, (socket: Socket) => void][] = [
  ['no response at all', () => undefined],
  [
    'a body that drips',
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n{');
      const timer = setInterval(() => socket.write(' '), 20);
      socket.on('close', () => clearInterval(timer));
    },
  ],
  [
    'headers that drip',
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => socket.write('x-drop: 1\r\n'), 20);
      socket.on('close', () => clearInterval(timer));
    },
  ],
];

test.each(silences)('%s: the time-out ends the call, once', async (_, fault) => {
  await using server = await startRawServer(fault);
  const { methods } = createNotesClient(server.url, { timeoutMs: 200 });
  await expect(methods.getNote({ id: 'a' })).rejects.toMatchObject({
    code: 'TimeoutError',
    timeoutMs: 200,
  });
  expect(server.requests).toHaveLength(1);
});

test('a time-out covers the pauses between attempts too', async () => {
  await using server = await startRawServer((socket) => socket.end(responseText(500, '{}')));
  const { methods } = createNotesClient(server.url, {
    timeoutMs: 300,
    retry: { attempts: 1000, baseDelayMs: 100, maxDelayMs: 100 },
  });
  // Either the time runs out in an attempt, or no further pause fits into it.
  await expect(methods.getNote({ id: 'a' })).rejects.toThrow(/getNote/);
  expect(server.requests.length).toBeLessThan(100);
});

test.each([
  ['with its length', '{"id":"a"', {}],
  ['with the wrong media type', '{"id":"a"', { 'content-type': 'text/plain' }],
])('half a JSON %s names what came', async (_, body, headers) => {
  await using server = await startRawServer((socket) =>
    socket.end(responseText(200, body, headers)),
  );
  const { methods } = createNotesClient(server.url);
  await expect(methods.getNote({ id: 'a' })).rejects.toMatchObject({
    code: 'UnexpectedResponseError',
    reason: 'notJson',
    status: 200,
  });
  expect(server.requests).toHaveLength(1);
});

test.each([
  ['a page', 200, page, { 'content-type': 'text/html' }, 'html'],
  ['a page that says it is JSON', 200, page, { 'content-type': 'application/json' }, 'html'],
  ['a page for an error', 404, page, { 'content-type': 'text/html' }, 'html'],
  ['a page for a sign-in', 401, page, { 'content-type': 'text/html' }, 'html'],
  ['no body where one is due', 200, '', {}, 'empty'],
  ['no content where some is due', 204, '', {}, 'empty'],
  ['a status that is not documented', 418, '{}', {}, 'status'],
  ['a success that is not documented', 202, '{}', {}, 'status'],
  ['a redirect', 302, '', { location: 'https://elsewhere.example/' }, 'redirect'],
])('%s is never a success', async (_, status, body, headers, reason) => {
  await using server = await startRawServer((socket) => {
    socket.end(
      status === 204 ? 'HTTP/1.1 204 No Content\r\n\r\n' : responseText(status, body, headers),
    );
  });
  const { methods } = createNotesClient(server.url);
  await expect(methods.addNote({ id: 'a' })).rejects.toMatchObject({
    code: 'UnexpectedResponseError',
    reason,
    status,
    operation: 'addNote',
  });
  expect(server.requests).toHaveLength(1);
});

test.each([
  ['with a length of 0', responseText(200, '', {})],
  ['with neither length nor body', 'HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n'],
  ['in chunks', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
  ['as 204', 'HTTP/1.1 204 No Content\r\n\r\n'],
])('an empty answer %s is the success of an operation without one', async (_, text) => {
  await using server = await startRawServer((socket) => socket.end(text));
  const { methods } = createNotesClient(server.url);
  expect(await methods.saveNote({ id: 'a' })).toBeUndefined();
});

test('a page where no body is due is no success either', async () => {
  await using server = await startRawServer((socket) => socket.end(responseText(200, page, {})));
  const { methods } = createNotesClient(server.url);
  await expect(methods.saveNote({ id: 'a' })).rejects.toMatchObject({ reason: 'html' });
});

test.each([
  ['with a length', responseText(404, '', {})],
  ['without one', 'HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n'],
])('an error with an empty body %s keeps its class', async (_, text) => {
  await using server = await startRawServer((socket) => socket.end(text));
  const { methods } = createNotesClient(server.url);
  const error: unknown = await methods.getNote({ id: 'a' }).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(notesErrors['NoSuchNote']);
  expect(error).toMatchObject({ code: 'NoSuchNote', status: 404, retryable: false });
  expect(String(error)).toContain('no body');
});

const big = `{"id":"${'a'.repeat(5000)}"}`;
const packed = gzipSync(big);

test.each([
  ['by its length', (socket: Socket) => socket.end(responseText(200, big))],
  [
    'as it comes in chunks',
    (socket: Socket) =>
      socket.end(
        `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${big.length.toString(16)}\r\n${big}\r\n0\r\n\r\n`,
      ),
  ],
  [
    'once unpacked',
    (socket: Socket) => {
      socket.write(
        `HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${packed.length}\r\n\r\n`,
      );
      socket.end(packed);
    },
  ],
])('a body that is too large %s is refused', async (_, fault) => {
  await using server = await startRawServer(fault);
  await expect(
    createNotesClient(server.url, { maxResponseBytes: 1000 }).methods.getNote({ id: 'a' }),
  ).rejects.toMatchObject({ code: 'UnexpectedResponseError', reason: 'tooLarge', status: 200 });
  await expect(
    createNotesClient(server.url, { maxResponseBytes: 10_000 }).methods.getNote({ id: 'a' }),
  ).resolves.toEqual({ id: 'a'.repeat(5000) });
});

test('a large compressed body on a connection that closes is read, and ends no process', async () => {
  // The server has closed before the body is unpacked: Node's global fetch then throws where nothing can catch it.
  const text = JSON.stringify({ id: randomBytes(1_000_000).toString('base64') });
  const body = gzipSync(text);
  await using server = await startRawServer((socket) => {
    socket.write(
      `HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-encoding: gzip\r\ncontent-length: ${body.length}\r\n\r\n`,
    );
    socket.end(body);
  });
  const { methods } = createNotesClient(server.url);
  for (let count = 0; count < 5; count += 1)
    expect(JSON.stringify(await methods.getNote({ id: 'a' }))).toBe(text);
});

test.each([200, 400])(
  'lists in lists without end, with the status %i, are no JSON',
  async (status) => {
    const body = `{"kind":"[[[","id":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    await using server = await startRawServer((socket) => socket.end(responseText(status, body)));
    const { methods } = createNotesClient(server.url, { retry: false });
    await expect(methods.getNote({ id: 'a' })).rejects.toMatchObject({ reason: 'notJson', status });
  },
);

test('a redirect to another host is not followed, with credentials or without', async () => {
  await using other = await startRawServer((socket) => socket.end(ok));
  await using server = await startRawServer((socket) =>
    socket.end(responseText(307, '', { location: `${other.url}/notes/a` })),
  );
  const { methods } = createNotesClient(server.url);
  await expect(methods.getNote({ id: 'a' })).rejects.toMatchObject({ reason: 'redirect' });
  await expect(methods.ping()).rejects.toMatchObject({ reason: 'redirect' });
  expect(other.requests).toHaveLength(0);
  expect(server.requests).toHaveLength(2);
});
