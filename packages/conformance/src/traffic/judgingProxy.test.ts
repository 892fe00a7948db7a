import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { apis } from '../testing/generated/apis.ts';
import { startJudgingProxy } from './judgingProxy.ts';
import { matterTogether } from './overlapping.ts';
import { TrafficJudge } from './trafficJudge.ts';

const one = '/PasswordVault/api/Configuration/OIDC/Providers/corp';
const body = {
  authenticationFlow: 'Code',
  discoveryEndpointUrl: 'https://idp.example.com/.well-known/openid-configuration',
  clientId: 'new',
  clientSecretMethod: 'Basic',
  userNameClaim: 'preferred_username',
};
const json = { 'content-type': 'application/json' };

/** Loses what a PUT sends; answers `/waits` and reads of other resources when it is told to. */
async function startLoser(): Promise<AsyncDisposable & { url: string; release: () => void }> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const server: Server = createServer((incoming, outgoing) => {
    const answer = (): void => {
      const shown = { id: 'corp', ...body, clientId: 'old' };
      outgoing.writeHead(200, incoming.method === 'PUT' ? {} : json);
      outgoing.end(incoming.method === 'PUT' ? '' : JSON.stringify(shown));
    };
    if (incoming.url?.startsWith(one) === true) answer();
    else void promise.then(answer);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    release: resolve,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

test.each([
  ['another path', '/waits', ['pvwa.provider.kept']],
  [
    'another resource',
    '/PasswordVault/api/Configuration/AuthenticationMethods',
    ['pvwa.provider.kept'],
  ],
  ['a list of the same', '/PasswordVault/api/Configuration/OIDC/Providers', []],
])('with %s on its way, a lost write is told or not', async (_, path, clauses) => {
  const { contract } = (await apis.pvwa.createMock())();
  const judge = new TrafficJudge(contract);
  await using server = await startLoser();
  const arrived: string[] = [];
  await using proxy = await startJudgingProxy({
    target: server.url,
    matterTogether: matterTogether(contract),
    onExchange: (exchange, overlaps) => {
      for (const { clause } of judge.take(exchange, overlaps)) arrived.push(clause);
    },
  });
  const headers = { authorization: 'a-token', ...json };
  const waits = fetch(proxy.url + path, { headers });
  const put = await fetch(`${proxy.url}${one}/`, {
    method: 'PUT',
    headers,
    body: JSON.stringify(body),
  });
  await put.arrayBuffer();
  await (await fetch(proxy.url + one, { headers })).arrayBuffer();
  expect(arrived).toEqual(clauses);
  server.release();
  await (await waits).arrayBuffer();
});

test.each(['GET // HTTP/1.1', 'GET //a[b HTTP/1.1'])('a request %s passes', async (line) => {
  await using server = await startLoser();
  server.release();
  await using proxy = await startJudgingProxy({
    target: server.url,
    onExchange: () => undefined,
  });
  const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1');
  socket.write(`${line}\r\nHost: a\r\nConnection: close\r\n\r\n`);
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await once(socket, 'close');
  expect(text).toMatch(/^HTTP\/1\.1 200 /);
});
