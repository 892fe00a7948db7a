import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { wellKnown } from './address.ts';
import { diagnose } from './diagnose.ts';

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function documentProblem(address: string, timeoutMs = 10_000) {
  const { findings } = await diagnose({ address }, { timeoutMs });
  const [problem, ...others] = findings.filter(
    ({ check, severity }) => check === 'discoveryDocument' && severity !== 'ok',
  );
  expect(others).toEqual([]);
  return problem;
}

/** Ten million bytes, which are ten thousand when they are packed. */
const large = JSON.stringify({ issuer: 'https://idp.example', more: 'x'.repeat(10_000_000) });

const answers: readonly (readonly [string, RequestListener, string, RegExp])[] = [
  [
    'sends more than a document has',
    (_request, response) => void response.end(large),
    'documentInvalid',
    /longer than 1048576 bytes/,
  ],
  [
    'sends a small body that is large once it is unpacked',
    (_request, response) =>
      void response.setHeader('content-encoding', 'gzip').end(gzipSync(large)),
    'documentInvalid',
    /longer than/,
  ],
  [
    'leads to another server',
    (_request, response) =>
      void response.writeHead(302, { location: 'https://elsewhere.example/id' }).end(),
    'documentElsewhere',
    /leads to https:\/\/elsewhere\.example\//,
  ],
  [
    'leads to itself for ever',
    ({ url = '' }, response) => void response.writeHead(302, { location: `${url}x` }).end(),
    'documentRedirected',
    /leads to/,
  ],
  [
    'leads to a file',
    (_request, response) => void response.writeHead(302, { location: 'file:///etc/id' }).end(),
    'documentRedirected',
    /leads to file:/,
  ],
  [
    'answers with a page',
    (_request, response) => void response.end('<html>\u001b[2J</html>'),
    'documentInvalid',
    /it is no JSON/,
  ],
  [
    'answers with a list',
    (_request, response) => void response.end('[]'),
    'documentInvalid',
    /no issuer/,
  ],
  [
    'answers with an error',
    (_request, response) => void response.writeHead(503).end('hunter2'),
    'documentStatus',
    /answered 503/,
  ],
];

test.each(answers)('a provider that %s is named', async (_what, listener, code, sentence) => {
  const problem = await documentProblem(await listen(listener));
  // Some services follow to another server.
  const severity = code === 'documentElsewhere' ? 'warning' : 'error';
  expect(problem).toMatchObject({ code, severity });
  expect(problem?.what).toMatch(sentence);
  // oxlint-disable-next-line no-control-regex -- these are what must not be there
  expect(JSON.stringify(problem)).not.toMatch(/hunter2|[\u001b]/);
});

test('a document that moved on the same server is read, and where it is now is said', async () => {
  const issuer = await listen((request, response) => {
    const isNew = request.url === '/new/document';
    if (!isNew) response.writeHead(301, { location: '/new/document' });
    response.end(JSON.stringify({ issuer }));
  });
  expect(await documentProblem(issuer)).toMatchObject({
    code: 'documentMoved',
    severity: 'warning',
    given: issuer + wellKnown,
    found: `${issuer}/new/document`,
  });
});

test('a provider that never answers ends the diagnosis at its deadline', async () => {
  const started = performance.now();
  const problem = await documentProblem(await listen(() => undefined), 300);
  expect(problem?.code).toBe('documentUnreachable');
  expect(problem?.what).toContain('no response in time');
  expect(performance.now() - started).toBeLessThan(5000);
});

test('where nobody listens, the reason of the system is said', async () => {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const problem = await documentProblem(`http://127.0.0.1:${port}`);
  expect(problem?.what).toContain('ECONNREFUSED');
});

test('what anybody can read on the way is worth a warning', async () => {
  const issuer = await listen((_request, response) => void response.end('{}'));
  const { findings } = await diagnose({ address: issuer });
  expect(findings.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['plainAddress', 'privateAddress']),
  );
});

test('a proxy that the environment names is asked, and no connection goes past it', async () => {
  const asked: string[] = [];
  const proxy = await listen(({ url = '' }, response) => {
    asked.push(url);
    response.end(JSON.stringify({ issuer: 'http://idp.invalid' }));
  });
  const { findings, unchecked } = await diagnose(
    { address: 'http://idp.invalid' },
    { environment: { http_proxy: proxy } },
  );
  expect(asked).toEqual([`http://idp.invalid${wellKnown}`]);
  expect(findings.find(({ check }) => check === 'discoveryDocument')?.severity).toBe('ok');
  expect(unchecked.map(({ check }) => check)).toContain('hostAddress');
});
