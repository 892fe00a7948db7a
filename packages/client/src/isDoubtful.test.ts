import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { directFetch } from './directFetch.ts';
import { createNotesClient } from './fixtures/notesClient.ts';
import { responseText, startRawServer } from './fixtures/rawServer.ts';

const page = '<!doctype html><title>Proxy</title>';
const doubt = /; the request may have had its effect all the same$/;

function cut(socket: Socket): void {
  socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"id"');
  setTimeout(() => socket.resetAndDestroy(), 20);
}

const badlyPacked =
  'HTTP/1.1 201 Created\r\ncontent-encoding: gzip\r\ncontent-length: 5\r\n\r\nabcde';

describe.each([
  ['undici', undefined],
  ['Node', directFetch(undefined)],
])('by %s', (__, fetch) => {
  test.each([
    ['by a reset', (socket: Socket) => socket.resetAndDestroy()],
    ['within the body', cut],
    ['by two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nabc'],
    ['by a head without end', `HTTP/1.1 200 OK\r\n${'x-a: b\r\n'.repeat(4000)}\r\n`],
    ['by a broken chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'],
    ['by a body that is packed wrongly', badlyPacked],
    ['by no HTTP', 'SSH-2.0-x\r\n'],
    ['by a gateway', responseText(504, page, { 'content-type': 'text/html' })],
    ['by a fault of the server', responseText(500, '{}')],
    ['by a success that is cut off', responseText(200, '{"id":')],
    ['by a success that is not documented', responseText(202, '{}')],
  ])(
    'a change that fails %s may have been done, and a read has nothing to fear',
    async (_, fault) => {
      await using server = await startRawServer((socket) => {
        if (typeof fault === 'string') socket.end(fault);
        else fault(socket);
      });
      const { methods } = createNotesClient(server.url, { fetch, retry: false });
      await expect(methods.addNote({ id: 'a' })).rejects.toThrow(doubt);
      await expect(methods.getNote({ id: 'a' })).rejects.not.toThrow(doubt);
    },
  );

  test('what is no HTTP is said only where none was spoken', async () => {
    const two = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nabc';
    await using server = await startRawServer((socket) => socket.end(two));
    const { methods } = createNotesClient(server.url, { fetch, retry: false });
    await expect(methods.getNote({ id: 'a' })).rejects.not.toThrow(/does not speak HTTP/);
  });

  test.each([
    ['refused', responseText(404, '{}')],
    ['redirected', responseText(302, '', { location: '/' })],
    ['answered with a page', responseText(403, page, { 'content-type': 'text/html' })],
  ])('a change that is %s has not been done', async (_, text) => {
    await using server = await startRawServer((socket) => socket.end(text));
    const { methods } = createNotesClient(server.url, { fetch, retry: false });
    await expect(methods.addNote({ id: 'a' })).rejects.not.toThrow(/may have had its effect/);
  });

  test('a change that was never sent has not been done', async () => {
    const server = await startRawServer((socket) => socket.end(page));
    await server[Symbol.asyncDispose]();
    const { methods } = createNotesClient(server.url, { fetch });
    await expect(methods.addNote({ id: 'a' })).rejects.not.toThrow(/may have had its effect/);
  });

  test('a change that broke off and then finds nobody may have been done by the first try', async () => {
    const server = await startRawServer((socket) => {
      void server[Symbol.asyncDispose]();
      socket.resetAndDestroy();
    });
    const { methods } = createNotesClient(server.url, { fetch });
    const failed: unknown = await methods.saveNote({ id: 'a' }).catch((error: unknown) => error);
    expect(failed).toMatchObject({ reason: 'ECONNREFUSED' });
    expect(failed).toHaveProperty('message', expect.stringMatching(doubt));
  });
});
