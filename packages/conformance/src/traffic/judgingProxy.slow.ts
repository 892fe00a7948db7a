import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { apis } from '../testing/generated/apis.ts';
import { startJudgingProxy } from './judgingProxy.ts';
import { TrafficJudge } from './trafficJudge.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes on the heap that are in use. */
function usedMemory(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

const root = '/PasswordVault/api/Configuration/OIDC/Providers';

async function textOf(incoming: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of incoming.setEncoding('utf8') as AsyncIterable<string>) text += chunk;
  return text;
}

/** Answers an add as if it were right, and forgets it. */
async function startCareless(): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((incoming, outgoing) => {
    void textOf(incoming).then((text) => {
      const { clientSecret: _, ...shown } = JSON.parse(text) as Record<string, string>;
      outgoing.writeHead(201, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify(shown));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An add with a session, an id and a secret of its own. */
function addOf(count: number) {
  const own = String(count).padStart(40, '0');
  const provider = {
    id: own,
    discoveryEndpointUrl: 'https://idp.example.com/.well-known/openid-configuration',
    clientId: 'pvwa',
    clientSecretMethod: 'Basic',
    description: 'd'.repeat(150),
    authenticationFlow: 'Code',
    userNameClaim: 'preferred_username',
  };
  return {
    provider,
    method: 'POST',
    headers: { authorization: `token-${own}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...provider, clientSecret: `secret-${own}` }),
  };
}

async function newJudge(): Promise<TrafficJudge> {
  return new TrafficJudge((await apis.pvwa.createMock())().contract);
}

/** By how many bytes the memory in use grew from the first part of the exchanges to the last. */
async function growth(
  first: number,
  last: number,
  exchange: (count: number) => Promise<void>,
): Promise<number> {
  for (let count = 0; count < first; count += 1) await exchange(count);
  const before = usedMemory();
  for (let count = first; count < last; count += 1) await exchange(count);
  return usedMemory() - before;
}

const most = 8 * 2 ** 20;

test('a judge of 50,000 exchanges does not grow', { timeout: 300_000 }, async () => {
  const judge = await newJudge();
  const grown = await growth(10_000, 50_000, async (count) => {
    const { provider, ...request } = addOf(count);
    const wrong = count % 7 === 0 ? { more: 'x'.repeat(1000) } : {};
    const exchange = {
      ...request,
      start: count,
      end: count + 0.5,
      url: `http://127.0.0.1${root}`,
      response: {
        status: 201,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...provider, ...wrong }),
      },
    };
    judge.take(exchange);
  });
  expect(judge.judged).toBe(50_000);
  expect(Object.fromEntries(judge.broken)).toEqual({
    'pvwa.addProvider.201.undocumentedProperty': 7143,
  });
  expect(judge.findings).toHaveLength(10);
  expect(grown).toBeLessThan(most);
});

test('a proxy does not grow', { timeout: 300_000 }, async () => {
  await using server = await startCareless();
  const judge = await newJudge();
  await using proxy = await startJudgingProxy({
    target: server.url,
    onExchange: (exchange, overlaps) => void judge.take(exchange, overlaps),
  });
  const grown = await growth(1000, 4000, async (count) => {
    const { provider: _, ...request } = addOf(count);
    const answered = await fetch(proxy.url + root, request);
    await answered.arrayBuffer();
  });
  expect(judge.judged).toBe(4000);
  expect(judge.findings).toEqual([]);
  expect(grown).toBeLessThan(most);
});
