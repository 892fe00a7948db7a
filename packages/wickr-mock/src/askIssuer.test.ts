import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { generate } from 'selfsigned';
import { expect, onTestFinished, test } from 'vitest';
import { createWickrMock } from './createWickrMock.ts';

const wellKnown = '/.well-known/openid-configuration';

function issuerThatResponses(status: number, document: unknown): Promise<string> {
  return listen((request, response) => {
    const known = request.url === `/tenant${wellKnown}`;
    response.writeHead(known ? status : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(document));
  });
}

async function listen(listener: RequestListener, tls?: ServerOptions): Promise<string> {
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http${tls === undefined ? '' : 's'}://127.0.0.1:${(server.address() as AddressInfo).port}/tenant`;
}

async function tryOut(issuer: string, more: { readonly certificate?: string } = {}) {
  const mock = createWickrMock({ reach: true, signatures: 'trusted' });
  const response = await mock.fetch('http://mock/networks/12345678/oidc/test', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ issuer, scopes: 'openid', ...more }),
  });
  return { status: response.status, json: await response.json() };
}

test('with the option reach, the response is what the issuer really says about itself', async () => {
  const issuer = await issuerThatResponses(200, {
    issuer: 'https://idp.example.net',
    token_endpoint: 'https://idp.example.net/token',
    scopes_supported: ['openid'],
    response_types_supported: 'code',
    microsoft_multi_refresh_token: true,
  });
  expect(await tryOut(`${issuer}/`)).toEqual({
    status: 200,
    json: {
      issuer: 'https://idp.example.net',
      tokenEndpoint: 'https://idp.example.net/token',
      scopesSupported: ['openid'],
      microsoftMultiRefreshToken: true,
    },
  });
});

test('an issuer that moved is followed', async () => {
  const issuer = await listen((request, response) => {
    const moved = request.url === `/tenant/new${wellKnown}`;
    if (!moved) response.writeHead(302, { location: `/tenant/new${wellKnown}` });
    response.end(JSON.stringify({ issuer: 'https://idp.example.net' }));
  });
  expect((await tryOut(issuer)).json).toEqual({ issuer: 'https://idp.example.net' });
});

test('an issuer behind a private CA is reached with its certificate, and with no other', async () => {
  const made = (): ReturnType<typeof generate> =>
    generate([{ name: 'commonName', value: '127.0.0.1' }], {
      extensions: [
        { name: 'basicConstraints', cA: true },
        { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
      ],
    });
  const [own, other] = await Promise.all([made(), made()]);
  const document = { issuer: 'https://idp.example.net' };
  const issuer = await listen((_request, response) => response.end(JSON.stringify(document)), {
    key: own.private,
    cert: own.cert,
  });
  expect(await tryOut(issuer, { certificate: own.cert })).toEqual({ status: 200, json: document });
  for (const more of [{}, { certificate: other.cert }, { certificate: 'no certificate' }])
    expect((await tryOut(issuer, more)).status).toBe(400);
});

/** Ten million bytes, which are ten thousand when they are packed; `close` is what ended a process once. */
const large = JSON.stringify({ issuer: 'https://idp.example.net', more: 'x'.repeat(10_000_000) });

test.each([
  [
    'sends more than it should',
    () => listen((_request, response) => void response.writeHead(200).end(large)),
  ],
  [
    'sends a small body that is large once it is unpacked',
    () =>
      listen((_request, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip', connection: 'close' });
        response.end(gzipSync(large));
      }),
  ],
  [
    'moves for ever',
    () => listen((_request, response) => void response.writeHead(302, { location: '/' }).end()),
  ],
  ['answers with an error', () => issuerThatResponses(500, {})],
  ['answers no object', () => issuerThatResponses(200, [])],
  ['does not listen', async () => 'http://127.0.0.1:9'],
  ['is no web address', async () => 'ftp://idp.example.net'],
])('an issuer that %s cannot be reached', async (_, issuer) => {
  expect(await tryOut(await issuer())).toEqual({
    status: 400,
    json: { message: 'issuer contains an invalid endpoint' },
  });
});

test('of an issuer that never stops no more is read than a document has', async () => {
  let sent = 0;
  const server = createServer((_request, response) => {
    const piece = ' '.repeat(64 * 1024);
    const more = (): void => {
      while (!response.destroyed && response.write(piece)) sent += piece.length;
    };
    response.on('drain', more);
    response.on('error', () => undefined);
    more();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  expect(await tryOut(`http://127.0.0.1:${port}`)).toMatchObject({ status: 400 });
  expect(sent).toBeLessThan(16 * 1024 * 1024);
});
