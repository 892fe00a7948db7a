import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { networkOf, type NetworkOptions } from './doctorSurroundings.ts';

const between = 'a proxy stands in between';
const looked = 'the server did not complete a TLS handshake';

test.each<readonly [NetworkOptions, string]>([
  [{ environment: { ALL_PROXY: 'proxy.invalid:1' } }, between],
  [{ proxy: 'http://proxy.invalid:1' }, between],
  [{ environment: { HTTPS_PROXY: 'proxy.invalid:1', NO_PROXY: 'idp.invalid' } }, looked],
  [{ environment: { HTTP_PROXY: 'proxy.invalid:1' } }, looked],
])('with %j, a chain is looked at where no proxy stands in between', async (options, said) => {
  const network = await networkOf(options, undefined);
  expect(await network.chainOf(new URL('https://idp.invalid'), AbortSignal.abort())).toBe(said);
});

test('a provider on this computer is asked past the proxy, which could read what is sent', async () => {
  const server = createServer((_request, response) => response.end('the provider itself'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const network = await networkOf({ environment: { HTTP_PROXY: '127.0.0.1:9' } }, undefined);
  expect(await (await network.fetch(url, {})).text()).toBe('the provider itself');
});
