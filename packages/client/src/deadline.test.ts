import { setTimeout as delay } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { createNotesClient } from './fixtures/notesClient.ts';
import { responseText, startRawServer } from './fixtures/rawServer.ts';

function forever(): Promise<Response> {
  return new Promise(() => undefined);
}

test('a signal that is aborted already: nothing is sent', async () => {
  await using server = await startRawServer((socket) => socket.end(responseText(200, '{}')));
  const { methods } = createNotesClient(server.url);
  await expect(methods.getNote({ id: 'a' }, { signal: AbortSignal.abort() })).rejects.toMatchObject(
    { code: 'AbortedError', operation: 'getNote' },
  );
  expect(server.requests).toHaveLength(0);
});

test('aborting ends a call that waits for its response, and its connection', async () => {
  const controller = new AbortController();
  let closed: () => void = () => undefined;
  const connectionClosed = new Promise<void>((resolve) => {
    closed = resolve;
  });
  await using server = await startRawServer((socket) => {
    socket.on('close', () => closed());
    controller.abort(new Error('secret reason'));
  });
  const { methods } = createNotesClient(server.url);
  const failing = methods.getNote({ id: 'a' }, { signal: controller.signal });
  await expect(failing).rejects.toMatchObject({ code: 'AbortedError' });
  await expect(failing).rejects.not.toThrow(/secret/);
  await connectionClosed;
});

test('aborting ends the pause before a retry', async () => {
  const controller = new AbortController();
  await using server = await startRawServer((socket) => {
    socket.end(responseText(429, '{}', { 'retry-after': '60' }));
    setTimeout(() => controller.abort(), 50);
  });
  const { methods } = createNotesClient(server.url, { timeoutMs: 120_000 });
  await expect(methods.getNote({ id: 'a' }, { signal: controller.signal })).rejects.toMatchObject({
    code: 'AbortedError',
  });
  expect(server.requests).toHaveLength(1);
});

test('a fetch that ignores its signal does not outlive the time-out', async () => {
  const { methods } = createNotesClient('http://notes.example', { fetch: forever, timeoutMs: 50 });
  await expect(methods.getNote({ id: 'a' })).rejects.toMatchObject({ code: 'TimeoutError' });
});

test('a sign-in that never ends does not outlive the time-out', async () => {
  const { methods } = createNotesClient(
    'http://notes.example',
    { fetch: forever, timeoutMs: 50 },
    { authorize: () => new Promise(() => undefined) },
  );
  await expect(methods.getNote({ id: 'a' })).rejects.toMatchObject({ code: 'TimeoutError' });
});

test('a call may have a time-out of its own, or none', async () => {
  const { methods } = createNotesClient('http://notes.example', {
    fetch: async () => Response.json({ id: 'a' }),
  });
  await expect(
    methods.getNote({ id: 'a' }, { timeoutMs: Number.POSITIVE_INFINITY }),
  ).resolves.toEqual({ id: 'a' });
  await expect(methods.getNote({ id: 'a' }, { timeoutMs: 2 ** 31 - 1 })).resolves.toEqual({
    id: 'a',
  });
  const { methods: slow } = createNotesClient('http://notes.example', { fetch: forever });
  await expect(slow.getNote({ id: 'a' }, { timeoutMs: 20 })).rejects.toMatchObject({
    timeoutMs: 20,
  });
});

test('a call leaves no listener on the signal that it was given', async () => {
  const { methods } = createNotesClient('http://notes.example', {
    fetch: async () => Response.json({ id: 'a' }),
  });
  const { signal } = new AbortController();
  let listeners = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...given: Parameters<typeof add>) => {
    listeners += 1;
    add(...given);
  };
  signal.removeEventListener = (...given: Parameters<typeof remove>) => {
    listeners -= 1;
    remove(...given);
  };
  await methods.getNote({ id: 'a' }, { signal });
  expect(listeners).toBe(0);
});

test.each([
  [{ timeoutMs: 0 }, "'timeoutMs' is 0"],
  [{ timeoutMs: Number.NaN }, "'timeoutMs' is NaN"],
  [{ maxResponseBytes: -1 }, "'maxResponseBytes' is -1"],
  [{ retry: { attempts: 0 } }, "'retry.attempts' is 0"],
  [{ proxy: 'socks://127.0.0.1' }, "'proxy' must be"],
])('an option out of range is refused: %o', (options, message) => {
  expect(() => createNotesClient('http://notes.example', options)).toThrow(message);
});

test.each([2 ** 31, Number.NaN, 0, -1])(
  'a time-out of %d ms, for which no timer waits, is refused and nothing is sent',
  async (timeoutMs) => {
    const fetch = vi.fn<typeof forever>(forever);
    expect(() => createNotesClient('http://notes.example', { fetch, timeoutMs })).toThrow(
      /'timeoutMs' is .+; it must be (above 0|at most 2147483647, or Infinity)/,
    );
    const { methods } = createNotesClient('http://notes.example', { fetch });
    await expect(methods.getNote({ id: 'a' }, { timeoutMs })).rejects.toMatchObject({
      code: 'InputError',
      property: 'timeoutMs',
    });
    expect(fetch).not.toHaveBeenCalled();
  },
);

test.each([2 ** 31 - 1, Number.POSITIVE_INFINITY])(
  'a time-out of %d ms does not fire at once',
  async (timeoutMs) => {
    const fetch = async () => {
      await delay(20);
      return Response.json({ id: 'a' });
    };
    const { methods } = createNotesClient('http://notes.example', { fetch, timeoutMs });
    expect(await methods.getNote({ id: 'a' })).toEqual({ id: 'a' });
  },
);

test('a pause for which no timer waits is not begun', async () => {
  const answers = [new Response('{}', { status: 429, headers: { 'retry-after': '99999999' } })];
  const { methods } = createNotesClient('http://notes.example', {
    fetch: async () => answers.pop() ?? Response.json({ id: 'a' }),
    timeoutMs: Number.POSITIVE_INFINITY,
  });
  await expect(methods.getNote({ id: 'a' })).rejects.toMatchObject({ code: 'TooFast' });
});
