import {
  createServer as createHttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { NoResponse } from './noResponse.ts';
import { LimitReached, createWire, type WireLimits } from './wire.ts';
import type { Transfer } from './wireRequest.ts';

/** A server that answers every request with the same bytes, or with nothing. */
async function responding(bytes: Buffer | string | undefined) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => {
      if (bytes === undefined) return;
      socket.write(bytes);
      socket.end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/a`,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
      }),
  };
}

function http(headers: string, body: Buffer | string = ''): Buffer {
  return Buffer.concat([
    Buffer.from(`HTTP/1.1 200 OK\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n`),
    Buffer.from(body),
  ]);
}

async function sendTo(
  bytes: Buffer | string | undefined,
  raw: boolean,
  limits: Partial<WireLimits> = {},
) {
  await using server = await responding(bytes);
  const wire = createWire({ timeoutMs: 300, ...limits });
  try {
    return await wire.send({ method: 'GET', url: server.url, headers: {} }, { raw });
  } finally {
    wire.close();
  }
}

describe.each([false, true])('a response, over a socket of its own: %s', (raw) => {
  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
  ])('is decompressed from %s', async (coding, compress) => {
    const response = await sendTo(
      http(`Content-Encoding: ${coding}\r\n`, compress(Buffer.from('{"a":"é"}'))),
      raw,
    );
    expect(response).toMatchObject({ json: { a: 'é' }, violations: [] });
  });

  test('keeps names of headers in lower case, and what is there twice', async () => {
    const response = await sendTo(http('X-A: 1\r\nx-a: 2\r\nX-B: 1\r\nX-B: 1\r\n'), raw);
    expect(response.headers).toMatchObject({ 'x-a': '1, 2', 'x-b': '1' });
  });

  test('that is not UTF-8, or begins with a byte order mark, is flawed', async () => {
    expect((await sendTo(http('', Buffer.from([0x22, 0xe9, 0x22])), raw)).violations).toEqual([
      'the body is not UTF-8',
    ]);
    expect((await sendTo(http('', '\uFEFF{}'), raw)).violations).toEqual([
      'the body begins with a byte order mark',
    ]);
  });

  test.each([
    ['is longer than anybody reads', http('', Buffer.alloc(9 * 1024 * 1024, 32)), /longer than/],
    [
      'is so when it is unpacked',
      http('content-encoding: gzip\r\n', gzipSync(Buffer.alloc(64 * 1024 * 1024))),
      /unpacked, is longer than/,
    ],
    [
      'has a head without an end',
      `HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(20_000)}`,
      /head|HPE_HEADER/,
    ],
  ])('that %s is none', async (_what, bytes, message) => {
    await expect(sendTo(bytes, raw, { timeoutMs: 5000 })).rejects.toThrow(message);
  });

  test('that is announced ten thousand times is read', async () => {
    const many = Buffer.concat([
      Buffer.from('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(10_000)),
      http('', '{}'),
    ]);
    expect(await sendTo(many, raw, { timeoutMs: 5000 })).toMatchObject({ status: 200, json: {} });
  });

  test('that is nested too deeply is no JSON', async () => {
    const response = await sendTo(http('', '['.repeat(100_000) + ']'.repeat(100_000)), raw);
    expect(response.json).toBeUndefined();
    expect(response.violations).toEqual(['the body is nested too deeply to be read']);
  });

  test('that never comes, or is not complete, is none', async () => {
    await expect(sendTo(undefined, raw)).rejects.toThrow(/no response within 300 ms/);
    await expect(sendTo('', raw)).rejects.toThrow(NoResponse);
  });
});

test.each([
  ['a 204 has', 'HTTP/1.1 204 No Content\r\n\r\n{"done":true}', 204, ''],
  [
    'are more than the length says',
    'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}rest',
    200,
    '{}',
  ],
])('bytes that %s are a fault of the response, which is read all the same', async (...given) => {
  const [, bytes, status, text] = given;
  const response = await sendTo(bytes, false);
  expect(response).toMatchObject({ status, text, violations: ['bytes follow the response'] });
});

test('a body that breaks off is a fault of the response, of which the rest is read', async () => {
  const response = await sendTo('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}', false);
  expect(response).toMatchObject({
    status: 200,
    text: '{}',
    violations: ['the connection ended in the middle of the body'],
  });
});

test.each([
  ['no HTTP, on a connection that stays open', 'garbage'],
  [
    'chunks of a length below nothing',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n-5\r\n',
  ],
])('%s: ends in time', async (_what, bytes) => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write(bytes);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const wire = createWire({ timeoutMs: 300 });
  const request = { method: 'GET', url: `http://127.0.0.1:${port}/`, headers: {} };
  const sent = await wire.send(request, { raw: true }).then(
    ({ violations }) => violations.join(),
    ({ message }: Error) => message,
  );
  expect(sent).toMatch(/^(?:the response is no HTTP|the chunked body is not complete)$/);
  server.close();
});

test('no more than the allowed number of requests is sent, but for cleaning up', async () => {
  await using server = await responding(http(''));
  const wire = createWire({ timeoutMs: 300, maxRequests: 1 });
  const request = { method: 'GET', url: server.url, headers: {} };
  await wire.send(request, { raw: true });
  await expect(wire.send(request, { raw: true })).rejects.toThrow(LimitReached);
  await expect(wire.send(request, { raw: true, beyondLimit: true })).resolves.toMatchObject({
    status: 200,
  });
  wire.close();
});

/** Answers the first request of each connection, and closes it without a word when the second one comes. */
async function closing() {
  const received: string[] = [];
  const server = createServer((socket) => {
    let count = 0;
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      count += 1;
      received.push(bytes.toString().split(' ')[0] ?? '');
      if (count === 1) socket.write(http(''));
      else socket.resetAndDestroy();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, received, server };
}

test('where a kept connection ends, a write is not sent twice, and a read is', async () => {
  const { url, received, server } = await closing();
  const wire = createWire({ timeoutMs: 2000 });
  const send = (method: string) => wire.send({ method, url, headers: {} });
  await send('GET');
  expect((await send('GET')).status).toBe(200);
  expect(received).toEqual(['GET', 'GET', 'GET']);
  // This server closes connections as it likes: a write has one of its own from now on.
  expect((await send('POST')).status).toBe(200);
  expect((await send('DELETE')).status).toBe(200);
  expect(received.slice(3)).toEqual(['POST', 'DELETE']);
  wire.close();
  const other = createWire({ timeoutMs: 2000 });
  await other.send({ method: 'GET', url, headers: {} });
  const write = other.send({ method: 'POST', url, headers: {} });
  await expect(write).rejects.toThrow('the connection was closed before the response was complete');
  expect(received.slice(5)).toEqual(['GET', 'POST']);
  other.close();
  server.close();
});

test('a path goes out as it is', async () => {
  const observed: string[] = [];
  const server = createServer((socket) => {
    socket.on('data', (bytes) => {
      observed.push(bytes.toString().split('\r\n')[0] ?? '');
      socket.end(http(''));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const wire = createWire({ timeoutMs: 300 });
  const request = {
    method: 'GET',
    url: `http://127.0.0.1:${port}/a/../%2e/b//c/?x=%20`,
    headers: {},
  };
  for (const raw of [false, true]) await wire.send(request, { raw });
  wire.close();
  server.close();
  expect(observed).toEqual(Array(2).fill('GET /a/../%2e/b//c/?x=%20 HTTP/1.1'));
});

describe('a body', () => {
  /** Answers with what arrived. */
  async function echoing(checkContinue: 'goOn' | 'refuse') {
    const server = createHttpServer();
    const answer = (request: IncomingMessage, response: ServerResponse): void => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const {
          'transfer-encoding': coding,
          'content-length': length,
          expect: asked,
        } = request.headers;
        const body = Buffer.concat(chunks).toString();
        response.end(JSON.stringify({ coding, length, expect: asked, body }));
      });
    };
    server.on('request', answer);
    server.on('checkContinue', (request, response) => {
      if (checkContinue === 'refuse') {
        response.writeHead(417).end('no');
        return;
      }
      response.writeContinue();
      answer(request, response);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return server;
  }

  async function carried(transfer: Transfer, checkContinue: 'goOn' | 'refuse' = 'goOn') {
    const server = await echoing(checkContinue);
    const wire = createWire({ timeoutMs: 2000 });
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/`;
    try {
      return await wire.send({ method: 'POST', url, headers: {}, body: 'é and more', transfer });
    } finally {
      wire.close();
      server.closeAllConnections();
      server.close();
    }
  }

  test('in chunks arrives whole, without a length', async () => {
    const { json } = await carried('chunked');
    expect(json).toEqual({ coding: 'chunked', body: 'é and more' });
  });

  test('that waits to be allowed arrives when it is', async () => {
    const { json } = await carried('expect');
    expect(json).toEqual({ expect: '100-continue', length: '11', body: 'é and more' });
  });

  test('that is not allowed is not sent, and the refusal is the response', async () => {
    const { status, text } = await carried('expect', 'refuse');
    expect([status, text]).toEqual([417, 'no']);
  });
});

test('a pause of more than 24 days, for which no timer waits, is not over at once', async () => {
  const wire = createWire({ timeoutMs: 300 });
  const paused = wire.pause(2 ** 31).then(
    () => 'over',
    () => 'stopped',
  );
  expect(await Promise.race([paused, delay(50, 'waiting')])).toBe('waiting');
  wire.stop();
  expect(await paused).toBe('stopped');
});
