import { once } from 'node:events';
import { createServer as createHttpServer, request, type Server as HttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startJudgingProxy } from '../traffic/judgingProxy.ts';
import type { TrafficExchange } from '../traffic/trafficExchange.ts';
import { NoResponse } from './noResponse.ts';
import { type RunNetwork, runNetwork } from './runNetwork.ts';
import { createWire } from './wire.ts';

async function placeOf(server: Server | HttpServer): Promise<string> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A proxy that takes connections and says nothing; answers them, to see that they end. */
async function startSilent() {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined).resume();
  });
  return { sockets, place: await placeOf(server) };
}

/** A proxy that lets nobody through; answers who asked. */
async function startRefusing(status: number, headers: Readonly<Record<string, string>>) {
  const asked: (string | undefined)[] = [];
  const server = createHttpServer((incoming, outgoing) => {
    asked.push(incoming.headers['proxy-authorization']);
    outgoing.writeHead(status, { ...headers, connection: 'close' }).end('who are you?');
  });
  return { asked, place: await placeOf(server) };
}

/** Sends requests through a proxy that judges; answers their statuses, and what was judged. */
async function judged(target: string, network: RunNetwork, count: number) {
  const exchanges: { readonly exchange: TrafficExchange; readonly overlaps: boolean }[] = [];
  await using proxy = await startJudgingProxy({
    target,
    network,
    timeoutMs: 300,
    onExchange: (exchange, overlaps) => void exchanges.push({ exchange, overlaps }),
  });
  const statuses: (number | undefined)[] = [];
  for (let at = 0; at < count; at += 1) {
    const headers = { 'proxy-authorization': 'Basic of-the-client' };
    const [message] = await once(request(proxy.url, { headers }).end(), 'response');
    statuses.push(message.resume().statusCode);
    await once(message, 'end');
  }
  return { statuses, exchanges };
}

test.each([false, true])('a proxy that opens no tunnel is given up, raw: %s', async (raw) => {
  const { sockets, place } = await startSilent();
  const network = runNetwork({ https_proxy: `http://${place}` });
  const wire = createWire({ timeoutMs: 300, network });
  onTestFinished(() => wire.close());
  const sent = wire.send({ method: 'GET', url: 'https://127.0.0.1:9/a', headers: {} }, { raw });
  await expect(sent).rejects.toThrow('no response within 300 ms');
  // A connection that stays would keep the process alive.
  await expect.poll(() => sockets.map(({ destroyed }) => destroyed)).toEqual([true]);
});

test('behind such a proxy, what is judged ends too, and is not on its way ever after', async () => {
  const { sockets, place } = await startSilent();
  const network = runNetwork({ https_proxy: `http://${place}` });
  const { statuses, exchanges } = await judged('https://127.0.0.1:9', network, 2);
  expect(statuses).toEqual([502, 502]);
  expect(exchanges.map(({ overlaps }) => overlaps)).toEqual([false, false]);
  await expect.poll(() => sockets.map(({ destroyed }) => destroyed)).toEqual([true, true]);
});

test.each([
  [407, { 'proxy-authenticate': 'Basic' }],
  [407, {}],
  [502, { 'proxy-status': 'proxy.example; error=destination_not_found' }],
])('what a proxy itself answers, %i %j, is no response of the server', async (status, headers) => {
  const { asked, place } = await startRefusing(status, headers);
  const network = runNetwork({ http_proxy: `http://user:own@${place}` });
  const wire = createWire({ timeoutMs: 5000, network });
  onTestFinished(() => wire.close());
  for (const raw of [false, true]) {
    const sent = wire.send({ method: 'GET', url: 'http://127.0.0.1:9/a', headers: {} }, { raw });
    await expect(sent).rejects.toThrow(new NoResponse(`the proxy answered ${status}`));
  }
  const { statuses, exchanges } = await judged('http://127.0.0.1:9', network, 1);
  expect(statuses).toEqual([502]);
  expect(exchanges.map(({ exchange }) => exchange.response)).toEqual([undefined]);
  const own = `Basic ${Buffer.from('user:own').toString('base64')}`;
  expect(asked).toEqual([own, own, own]);
});

test('what a proxy hands on, and names itself on, is the response of the server', async () => {
  const { place } = await startRefusing(404, {
    'proxy-status': 'proxy.example; received-status=404',
  });
  const network = runNetwork({ http_proxy: `http://${place}` });
  const { statuses, exchanges } = await judged('http://127.0.0.1:9', network, 1);
  expect([statuses, exchanges[0]?.exchange.response?.status]).toEqual([[404], 404]);
});
