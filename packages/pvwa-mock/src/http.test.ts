import { connect } from 'node:net';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPvwaMock } from './createPvwaMock.ts';
import { pvwaFaults } from './faults/pvwaFaults.ts';
import { openSession } from './fixtures/openSession.ts';
import { sendBytes } from './fixtures/sendBytes.ts';

const providers = '/api/Configuration/OIDC/Providers';
const path = `/PasswordVault${providers}`;

test('HEAD answers what GET would, without the body', async () => {
  await using server = await createPvwaMock().start();
  const call = await openSession(server.url);
  const get = await call('GET', providers);
  const head = await call('HEAD', providers);
  expect([head.status, head.text]).toEqual([200, '']);
  expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'));
  expect(head.headers.get('content-type')).toBe('application/json');
});

test('a page of another origin may ask before it sends, and may read the response', async () => {
  await using server = await createPvwaMock().start();
  const preflight = await fetch(`${server.url}${providers}/pvwa/`, {
    method: 'OPTIONS',
    headers: {
      origin: 'https://app.example',
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'authorization,content-type',
    },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT');
  expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
  const response = await fetch(`${server.url}${providers}`, {
    headers: { origin: 'https://app.example' },
  });
  expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example');
});

test('a method that a path does not have is answered with 405 and those that it has', async () => {
  await using server = await createPvwaMock().start();
  const call = await openSession(server.url);
  const response = await call('PATCH', `${providers}/pvwa/`);
  expect([response.status, response.headers.get('allow')]).toEqual([
    405,
    'GET, PUT, DELETE, HEAD, OPTIONS',
  ]);
  expect(response.code).toEqual(expect.any(String));
  expect(response.text).toContain('This path knows the methods GET, PUT, DELETE, HEAD, OPTIONS');
});

test('an error names its own cause, and not the one that is usual', async () => {
  await using server = await createPvwaMock().start();
  const call = await openSession(server.url);
  const texts = async (...sent: Parameters<typeof call>): Promise<string> =>
    (await call(...sent)).text;
  expect(await texts('POST', '/api/auth/cyberarkk/logon/now', {})).toContain(
    'There is nothing under this path. Each path of this API begins with /PasswordVault.',
  );
  const typed = (more: Record<string, string>) => texts('POST', providers, { id: 'a' }, more);
  expect(await typed({ 'content-encoding': 'gzip' })).toContain('without Content-Encoding');
  expect(await typed({ 'content-type': 'application/json; charset=utf-16' })).toContain(
    'The character set must be UTF-8.',
  );
  expect(await typed({ 'content-type': 'text/plain' })).toContain(
    'The media type must be application/json.',
  );
});

test.each([
  ['a percent sign without a code', `${providers}/%zz/`, 400],
  ['half of a character', `${providers}/%c3/`, 400],
  ['an unknown path', '/api/nothing', 404],
])('%s in a path is answered in the vendor’s error body', async (_, wrong, status) => {
  await using server = await createPvwaMock().start();
  const call = await openSession(server.url);
  const response = await call('GET', wrong);
  expect([response.status, response.code]).toEqual([status, expect.any(String)]);
});

test.each([
  ['another media type', 'text/plain', 415],
  ['another character set', 'application/json; charset=utf-16', 415],
  ['a character set that is named', 'Application/JSON;charset="UTF-8"', 404],
])('a body in %s', async (_, type, status) => {
  await using server = await createPvwaMock().start();
  const call = await openSession(server.url);
  const body = {
    discoveryEndpointUrl: 'https://a.example',
    clientId: 'c',
    clientSecretMethod: 'Post',
  };
  const created = { ...body, id: 'pvwa' };
  if (status === 415) await call('POST', providers, created);
  expect((await call('PUT', `${providers}/pvwa/`, body, { 'content-type': type })).status).toBe(
    status,
  );
});

test('a body of a megabyte and more is refused before it is read, and in chunks too', async () => {
  await using server = await createPvwaMock().start();
  const head = `PUT ${path}/a/ HTTP/1.1\r\nhost: a\r\n`;
  const announced = await sendBytes(server.port, `${head}content-length: 2000000\r\n\r\n`, {
    milliseconds: 2000,
  });
  expect(announced).toMatch(/^HTTP\/1\.1 413 [^]*ErrorCode/);
  const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
  const streamed = await sendBytes(
    server.port,
    `${head}transfer-encoding: chunked\r\n\r\n${chunk.repeat(20)}`,
    { milliseconds: 2000 },
  );
  expect(streamed).toMatch(/^HTTP\/1\.1 413 /);
});

test('large bodies of callers who are not signed in are not kept, nor looked at', async () => {
  const mock = createPvwaMock();
  await using server = await mock.start();
  const body = `[${'0,'.repeat(500_000)}0]`;
  for (let sent = 0; sent < 200; sent++) {
    const response = await fetch(`${server.url}${providers}/a`, { method: 'PUT', body });
    expect([response.status, await response.text()]).toEqual([401, expect.any(String)]);
  }
  const kept = mock.requests.map(({ received, cut, request }) => [
    received.body.buffer.byteLength,
    cut,
    request?.body,
  ]);
  expect(kept).toHaveLength(200);
  for (const entry of kept)
    expect(entry).toEqual([16_384, { received: 1_000_003 }, { kind: 'none' }]);
});

test('more large bodies at once than there is room for are answered with 429, until there is room', async () => {
  const mock = createPvwaMock();
  await using server = await mock.start({ arrival: 60_000 });
  const head = `PUT ${path}/a/ HTTP/1.1\r\nhost: a\r\ncontent-length: 1000000\r\n\r\n`;
  const sockets = Array.from({ length: 80 }, () => {
    const socket = connect(server.port, '127.0.0.1', () =>
      socket.write(head + ' '.repeat(999_999)),
    );
    return socket.on('error', () => {}).resume();
  });
  const refused = (): number => mock.requests.filter(({ reply }) => reply.status === 429).length;
  await expect.poll(refused, { timeout: 20_000 }).toBeGreaterThanOrEqual(13);
  for (const socket of sockets) socket.destroy();
  const body = ' '.repeat(1_000_000);
  const next = async (): Promise<number> =>
    (await fetch(`${server.url}${providers}/a`, { method: 'PUT', body })).status;
  await expect.poll(next, { timeout: 20_000 }).toBe(401);
});

test('a body that does not arrive is answered with 408, and one that breaks off does no harm', async () => {
  await using server = await createPvwaMock().start({ arrival: 200 });
  const begun = `PUT ${path}/a/ HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\n{`;
  expect(await sendBytes(server.port, begun, { milliseconds: 5000 })).toMatch(
    /^HTTP\/1\.1 408 [^]*ErrorCode/,
  );
  await sendBytes(server.port, begun, { end: true });
  expect((await fetch(`${server.url}${providers}`)).status).toBe(401);
});

test('requests in one packet are answered in their order over one connection', async () => {
  await using server = await createPvwaMock().start();
  const one = (method: string): string => `${method} ${path} HTTP/1.1\r\nhost: a\r\n\r\n`;
  const observed = await sendBytes(
    server.port,
    one('GET') + one('PATCH') + one('GET') + 'GARBAGE\r\n\r\n',
    { milliseconds: 1000 },
  );
  expect(observed.match(/HTTP\/1\.1 (\d+)/g)).toEqual([
    'HTTP/1.1 401',
    'HTTP/1.1 405',
    'HTTP/1.1 401',
  ]);
});

test('a stop lets a response under way end, and takes nothing new', async () => {
  const mock = createPvwaMock({ faults: pvwaFaults });
  mock.faults.on('latency');
  const server = await mock.start();
  const underWay = fetch(`${server.url}${providers}`);
  await expect.poll(() => mock.requests.length).toBe(1);
  await server.stop();
  expect((await underWay).status).toBe(401);
  await expect(fetch(`${server.url}${providers}`)).rejects.toThrow('fetch failed');
});

const wellFormed = [
  `GET ${path} HTTP/1.1\r\nhost: a\r\nauthorization: x\r\n\r\n`,
  `PUT ${path}/a/ HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 13\r\n\r\n{"clientId":1`,
  `POST /PasswordVault/api/Auth/CyberArk/Logon HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"a":\r\n0\r\n\r\n`,
].map((text) => Buffer.from(text));

/** Bytes of a request with some changed, doubled or left out, again and again until there are enough. */
const mutated = fc
  .array(
    fc.tuple(
      fc.constantFrom(...wellFormed),
      fc.array(fc.tuple(fc.nat(200), fc.nat(255), fc.nat(2)), { maxLength: 4 }),
    ),
    { minLength: 20, maxLength: 40 },
  )
  .map((parts) => Buffer.concat(parts.map(([bytes, changes]) => changes.reduce(mutate, bytes))));

function mutate(bytes: Buffer, [place, value, how]: [number, number, number]): Buffer {
  const at = place % bytes.length;
  const middle = how === 0 ? [value] : how === 1 ? [] : [bytes[at] ?? 0, value];
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(middle), bytes.subarray(at + 1)]);
}

test(
  'a million bytes of random and of mutated HTTP never end the process',
  { timeout: 120_000 },
  async () => {
    const mistakes: unknown[] = [];
    await using server = await createPvwaMock({ onError: (error) => mistakes.push(error) }).start();
    const random = fc
      .uint8Array({ minLength: 2000, maxLength: 6000 })
      .map((bytes) => Buffer.from(bytes));
    const chunks = fc.sample(fc.oneof(random, mutated), { numRuns: 380, seed: 11 });
    expect(chunks.reduce((sum, { length }) => sum + length, 0)).toBeGreaterThan(1_000_000);
    for (const chunk of chunks) {
      await sendBytes(server.port, chunk, { end: true, milliseconds: 200 });
      expect((await fetch(`${server.url}${providers}`)).status).toBe(401);
    }
    expect(mistakes).toEqual([]);
  },
);
