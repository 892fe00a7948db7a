import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createNotesClient } from './fixtures/notesClient.ts';
import { responseText, startRawServer } from './fixtures/rawServer.ts';
import { backOffMs, retryAfterMs } from './retry.ts';

const ok = responseText(200, '{"id":"a"}');
const json = { 'content-type': 'application/json' };

test.each([500, 429, 502, 503, 504])('%i twice, then a response: the response', async (status) => {
  await using server = await startRawServer((socket, _, number) =>
    socket.end(number < 3 ? responseText(status, '{}') : ok),
  );
  const { methods } = createNotesClient(server.url);
  expect(await methods.getNote({ id: 'a' })).toEqual({ id: 'a' });
  expect(server.requests).toHaveLength(3);
});

test.each([
  [500, 'Broken'],
  [429, 'TooFast'],
  [503, 'UnexpectedResponseError'],
])('%i for ever: its error after three attempts', async (status, code) => {
  await using server = await startRawServer((socket) => socket.end(responseText(status, '{}')));
  const { methods } = createNotesClient(server.url);
  await expect(methods.getNote({ id: 'a' })).rejects.toMatchObject({
    code,
    status,
    retryable: true,
  });
  expect(server.requests).toHaveLength(3);
});

test.each([500, 429, 503])('%i: what may not be repeated is sent once', async (status) => {
  await using server = await startRawServer((socket) => socket.end(responseText(status, '{}')));
  const { methods } = createNotesClient(server.url);
  await expect(methods.addNote({ id: 'a' })).rejects.toMatchObject({ status, retryable: true });
  expect(server.requests).toHaveLength(1);
});

test.each([500, 429, 503])('%i: a call that is to be sent once is', async (status) => {
  await using server = await startRawServer((socket) => socket.end(responseText(status, '{}')));
  const { methods } = createNotesClient(server.url);
  await expect(methods.getNote({ id: 'a' }, { retry: false })).rejects.toMatchObject({ status });
  expect(server.requests).toHaveLength(1);
});

test.each([400, 401, 403, 404, 418])('%i is not retried', async (status) => {
  await using server = await startRawServer((socket) => socket.end(responseText(status, '{}')));
  const { methods } = createNotesClient(server.url);
  await expect(methods.getNote({ id: 'a' })).rejects.toMatchObject({ status, retryable: false });
  expect(server.requests).toHaveLength(1);
});

test('every attempt carries the same body', async () => {
  await using server = await startRawServer((socket, _, number) =>
    socket.end(number < 3 ? responseText(500, '{}') : responseText(200, '', {})),
  );
  const { methods } = createNotesClient(server.url);
  await methods.saveNote({ id: 'a', text: 'grüße ✓' });
  expect(server.requests.map(({ body }) => body)).toEqual(
    Array.from({ length: 3 }, () => '{"id":"a","text":"grüße ✓"}'),
  );
});

test.each([
  ['seconds', () => '1'],
  ['a date', () => new Date(Date.now() + 2000).toUTCString()],
])('Retry-After in %s is waited for', async (_, value) => {
  await using server = await startRawServer((socket, __, number) =>
    socket.end(number === 1 ? responseText(429, '{}', { ...json, 'retry-after': value() }) : ok),
  );
  const { methods } = createNotesClient(server.url);
  expect(await methods.getNote({ id: 'a' })).toEqual({ id: 'a' });
  const [first, second] = server.requests;
  // A lower bound only: never earlier than asked, to the second that a date can say.
  expect((second?.arrived ?? 0) - (first?.arrived ?? 0)).toBeGreaterThan(900);
});

test('a Retry-After beyond the time-out: the error at once', async () => {
  await using server = await startRawServer((socket) =>
    socket.end(responseText(429, '{}', { ...json, 'retry-after': '3600' })),
  );
  const { methods } = createNotesClient(server.url);
  await expect(methods.getNote({ id: 'a' })).rejects.toMatchObject({ code: 'TooFast' });
  expect(server.requests).toHaveLength(1);
});

test('retry: false switches retries off', async () => {
  await using server = await startRawServer((socket) => socket.end(responseText(500, '{}')));
  const { methods } = createNotesClient(server.url, { retry: false });
  await expect(methods.getNote({ id: 'a' })).rejects.toMatchObject({ code: 'Broken' });
  expect(server.requests).toHaveLength(1);
});

test('a server that is down gets few retries, however many calls there are', async () => {
  await using server = await startRawServer((socket) => socket.end(responseText(500, '{}')));
  const { methods } = createNotesClient(server.url);
  const calls = 60;
  for (let call = 0; call < calls; call += 1)
    await expect(methods.getNote({ id: 'a' })).rejects.toMatchObject({ code: 'Broken' });
  // Two retries a call without a budget; with one, twenty in all.
  expect(server.requests).toHaveLength(calls + 20);
});

test('the back-off has full jitter below an exponential limit', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 1000 }),
      fc.integer({ min: 1, max: 60_000 }),
      (retry, baseDelayMs, maxDelayMs) => {
        const pause = backOffMs(retry, { attempts: 9, baseDelayMs, maxDelayMs });
        expect(pause).toBeGreaterThanOrEqual(0);
        expect(pause).toBeLessThanOrEqual(Math.min(maxDelayMs, baseDelayMs * 2 ** (retry - 1)));
      },
    ),
  );
  const pauses = Array.from({ length: 200 }, () =>
    backOffMs(1, { attempts: 9, baseDelayMs: 100, maxDelayMs: 100 }),
  );
  expect(Math.min(...pauses)).toBeLessThan(30);
  expect(Math.max(...pauses)).toBeGreaterThan(70);
});

test.each([
  ['0', 0],
  [' 120 ', 120_000],
  ['Wed, 21 Oct 2026 07:28:00 GMT', 60_000],
  ['Wednesday, 21-Oct-26 07:28:00 GMT', 60_000],
  ['Wed, 21 Oct 2026 07:20:00 GMT', 0],
  ['1.5', undefined],
  ['-1', undefined],
  ['soon', undefined],
  ['', undefined],
])('Retry-After %s means %s ms', (value, expected) => {
  expect(retryAfterMs(value, Date.UTC(2026, 9, 21, 7, 27))).toBe(expected);
});
