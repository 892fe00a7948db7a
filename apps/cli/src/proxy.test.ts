import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { inProcess } from './testing/inProcess.ts';
import { startPvwa, startWickr } from './testing/startMocks.ts';

/** A proxy for plain HTTP that counts the requests through it. */
async function startProxy() {
  let count = 0;
  const server = createServer((incoming, outgoing) => {
    count += 1;
    const { method, headers, url = '' } = incoming;
    const onward = request(url, { method, headers }, (response) => {
      outgoing.writeHead(response.statusCode ?? 500, response.headers);
      response.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { address: `127.0.0.1:${port}`, count: () => count };
}

const list = ['pvwa', 'list-providers'];

test.each(['HTTP_PROXY', 'http_proxy', 'ALL_PROXY'])(
  '%s carries the calls of both APIs, without a scheme too, and NO_PROXY and --proxy go before it',
  async (variable) => {
    const proxy = await startProxy();
    const pvwa = await startPvwa();
    const wickr = await startWickr();
    const named = { [variable]: proxy.address };
    const run = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
      inProcess(args, { environment: { ...pvwa.environment, ...wickr.environment, ...more } });
    expect(await run(list, named)).toMatchObject({ code: 0 });
    const first = proxy.count();
    expect(first).toBeGreaterThan(0);
    await run('wickr get-oidc-info --network-id 12345678'.split(' '), named);
    expect(wickr.mock.requests).toHaveLength(1);
    const second = proxy.count();
    expect(second).toBeGreaterThan(first);
    expect(await run(list, { ...named, NO_PROXY: '127.0.0.0/8' })).toMatchObject({ code: 0 });
    expect(proxy.count()).toBe(second);
    const broken = { [variable]: '127.0.0.1:9' };
    expect(await run(list, broken)).toMatchObject({ code: 3 });
    expect(await run([...list, '--proxy', `http://${proxy.address}`], broken)).toMatchObject({
      code: 0,
    });
  },
);

test.each(['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'ALL_PROXY'])(
  'a wrong %s is named, and not shown',
  async (variable) => {
    const { environment } = await startPvwa();
    const given = { ...environment, [variable]: 'ftp://user:hunter2@proxy' };
    const { code, stderr } = await inProcess(list, { environment: given });
    expect(code).toBe(2);
    expect(stderr).toMatch(new RegExp(`^error: ${variable} must be a URL with http: or https:`));
    expect(stderr).not.toContain('hunter2');
  },
);

test('a wrong --proxy and a --ca-file without a certificate are refused', async () => {
  const { environment } = await startPvwa();
  const proxy = await inProcess([...list, '--proxy', 'ftp://hunter2@x'], { environment });
  expect(proxy).toMatchObject({ code: 2 });
  expect(proxy.stderr).toMatch(/^error: --proxy must be a URL/);
  expect(proxy.stderr).not.toContain('hunter2');
  const file = join(import.meta.dirname, 'main.ts');
  const ca = await inProcess([...list, '--ca-file', file], { environment });
  expect(ca.code).toBe(2);
  expect(ca.stderr).toMatch(/^error: --ca-file: .*main\.ts holds no certificate in PEM form/);
});
