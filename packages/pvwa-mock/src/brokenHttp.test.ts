import { expect, test } from 'vitest';
import { createPvwaMock } from './createPvwaMock.ts';
import { sendBytes } from './fixtures/sendBytes.ts';

const path = '/PasswordVault/api/Configuration/OIDC/Providers';
const chunked = `PUT ${path}/a/ HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n`;

/** Everything that came back over a connection; a mock that waited for more would say 408. */
async function answersTo(bytes: string): Promise<readonly string[]> {
  await using server = await createPvwaMock().start();
  const observed = await sendBytes(server.port, bytes, { milliseconds: 5000 });
  return observed.split(/(?=HTTP\/1\.1 \d)/).filter((text) => text !== '');
}

function shapeOf(answer: string | undefined): unknown {
  const [head = '', body = ''] = (answer ?? '').split('\r\n\r\n');
  const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1]);
  return {
    status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]),
    type: /^content-type: (.*)$/im.exec(head)?.[1],
    whole: length === body.length,
    body: JSON.parse(body),
  };
}

test.each([
  ['a chunk whose length is no number', `${chunked}zz\r\n`, 400],
  ['a chunk that is longer than it says', `${chunked}2\r\n{"a":1}\r\n0\r\n\r\n`, 400],
  ['no Host', `GET ${path} HTTP/1.1\r\n\r\n`, 400],
  ['two Hosts', `GET ${path} HTTP/1.1\r\nhost: a\r\nHost: b\r\n\r\n`, 400],
  [
    'an expectation that nobody knows',
    `PUT ${path}/a/ HTTP/1.1\r\nhost: a\r\nexpect: miracles\r\ncontent-length: 2\r\n\r\n`,
    417,
  ],
  ['a method that Node does not know', `BREW ${path} HTTP/1.1\r\nhost: a\r\n\r\n`, 405],
  ['a method in small letters', `get ${path} HTTP/1.1\r\nhost: a\r\n\r\n`, 405],
  ['such a method on an unknown path', `BREW /tea HTTP/1.1\r\nhost: a\r\n\r\n`, 404],
  ['CONNECT', `CONNECT a:443 HTTP/1.1\r\nhost: a:443\r\n\r\n`, 404],
  ['CONNECT with a path', `CONNECT ${path} HTTP/1.1\r\nhost: a\r\n\r\n`, 405],
  ['header fields that are too large', `GET ${path} HTTP/1.1\r\nx: ${'y'.repeat(20_000)}`, 431],
  ['a header field without a colon', `GET ${path} HTTP/1.1\r\nhost: a\r\nnothing\r\n\r\n`, 400],
  [
    'a length and chunks at the same time',
    `PUT ${path} HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    400,
  ],
  ['another protocol', 'SSH-2.0-OpenSSH_9.9\r\n', 400],
])('%s is answered at once, in the vendor’s error body', async (_, bytes, status) => {
  const answers = await answersTo(bytes);
  expect(answers.map(shapeOf)).toEqual([
    {
      status,
      type: 'application/json',
      whole: true,
      body: { ErrorCode: expect.any(String), ErrorMessage: expect.any(String) },
    },
  ]);
});

test('a method that nobody knows is told those that the path has', async () => {
  const [answer] = await answersTo(`BREW ${path} HTTP/1.1\r\nhost: a\r\n\r\n`);
  expect(answer).toMatch(/^allow: GET, POST, HEAD, OPTIONS\r$/m);
});

test('a broken request behind a right one is refused after that one was answered', async () => {
  const answers = await answersTo(`GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n${chunked}zz\r\n`);
  expect(answers.map((answer) => answer.slice(0, 12))).toEqual(['HTTP/1.1 401', 'HTTP/1.1 400']);
});

test('an old client that sends no Host is served', async () => {
  const [answer] = await answersTo(`GET ${path} HTTP/1.0\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 401 /);
});

test('a client that waits for leave to send its body gets it', async () => {
  const head = `PUT ${path}/a/ HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\nconnection: close\r\ncontent-length: 2\r\n\r\n`;
  const answers = await answersTo(`${head}{}`);
  expect(answers.map((answer) => answer.slice(0, 12))).toEqual(['HTTP/1.1 100', 'HTTP/1.1 401']);
});
