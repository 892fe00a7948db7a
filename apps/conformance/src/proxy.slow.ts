import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { expect, onTestFinished, test } from 'vitest';
import { newMock } from './apiEntry.ts';
import { runConformance, startConformance } from './testing/conformanceCommand.ts';

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Hands a request on to where its URL, or one in front of it, says. */
function passingOn(before = ''): RequestListener {
  return (incoming, outgoing) => {
    const { method, headers } = incoming;
    const onward = httpRequest(before + incoming.url, { method, headers }, (response) => {
      outgoing.writeHead(response.statusCode ?? 500, response.rawHeaders);
      response.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  };
}

/** A proxy that lets only one user through, and counts what it is asked for. */
async function startProxy() {
  const asked: string[] = [];
  const wanted = `Basic ${Buffer.from('someone:of-the-proxy').toString('base64')}`;
  const pass = passingOn();
  const server = createServer((incoming, outgoing) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    const isRight = incoming.headers['proxy-authorization'] === wanted;
    delete incoming.headers['proxy-authorization'];
    if (isRight) pass(incoming, outgoing);
    else outgoing.writeHead(407).end();
  });
  server.on('connect', ({ url = '', headers }, socket) => {
    asked.push(`CONNECT ${url}`);
    if (headers['proxy-authorization'] !== wanted) {
      socket.end('HTTP/1.1 407 Who are you?\r\n\r\n');
      return;
    }
    const [host = '', port] = url.split(':');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    for (const one of [socket, onward]) one.on('error', () => onward.destroy());
    socket.on('close', () => onward.destroy());
  });
  return { asked, url: `http://someone:of-the-proxy@${await listening(server)}` };
}

async function startTarget() {
  const mock = await newMock('pvwa');
  const running = await mock.start();
  onTestFinished(() => running.stop());
  const { origin, pathname } = new URL(running.url);
  return { mock, origin, pathname, url: running.url, environment: { ...mock.demo.environment } };
}

/** The target behind TLS, by an authority that only a file names. */
async function behindTls(origin: string) {
  const extensions = [
    { name: 'basicConstraints' as const, cA: true },
    { name: 'subjectAltName' as const, altNames: [{ type: 7 as const, ip: '127.0.0.1' }] },
  ];
  const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions,
  });
  const folder = mkdtempSync(join(tmpdir(), 'ca-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'ca.pem');
  writeFileSync(file, cert);
  const place = await listening(createTlsServer({ key, cert }, passingOn(origin)));
  return { file, place };
}

const words = ['pvwa', '--disposable', '--quick', '--target'];
const limit = { timeout: 240_000 };

test('a run goes through the proxy of the environment, sign-in and guard too', limit, async () => {
  const { mock, url, environment } = await startTarget();
  const proxy = await startProxy();
  const found = await runConformance([...words, url], { ...environment, HTTP_PROXY: proxy.url });
  expect([found.code, found.out]).toEqual([0, found.out]);
  expect(proxy.asked.length).toBeGreaterThan(50);
  expect(proxy.asked.length).toBeGreaterThanOrEqual(mock.requests.length);
  expect(found.out + found.err).not.toContain('of-the-proxy');
});

test('NO_PROXY takes a network, and --proxy goes before all variables', limit, async () => {
  const { url, environment } = await startTarget();
  const proxy = await startProxy();
  const nowhere = { ...environment, HTTP_PROXY: 'http://127.0.0.1:1', NO_PROXY: '127.0.0.0/8' };
  const past = await runConformance([...words, url], nowhere);
  expect(past.code).toBe(0);
  const plain = proxy.url.replace('someone:of-the-proxy@', '');
  const refused = await runConformance(['pvwa', '--proxy', plain, '--target', url], nowhere);
  expect(refused.code).not.toBe(0);
  expect(proxy.asked).not.toEqual([]);
});

test('the line that does a check again goes the same way', limit, async () => {
  const { mock, url, environment } = await startTarget();
  const proxy = `http://${await listening(createServer(passingOn()))}`;
  const { file } = await behindTls(url);
  mock.faults.on('secret-in-list:provider');
  const way = ['--proxy', proxy, '--ca-file', file];
  const { report } = await runConformance(
    [...words, url, ...way, '--only', 'listProviders'],
    environment,
  );
  const lines = ((await report()).targets[0]?.checks ?? []).flatMap(({ replay }) => replay ?? []);
  expect(lines).not.toEqual([]);
  for (const line of lines) expect(line).toContain(` --target ${url} ${way.join(' ')} `);
});

test(
  'https goes through a tunnel, and trusts the authority that --ca-file names',
  limit,
  async () => {
    const { mock, origin, pathname, environment } = await startTarget();
    const { file, place } = await behindTls(origin);
    const proxy = await startProxy();
    const through = { ...environment, HTTPS_PROXY: proxy.url };
    const target = `https://${place}${pathname}`;
    const found = await runConformance([...words, target, '--ca-file', file], through);
    expect([found.code, found.out]).toEqual([0, found.out]);
    expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT ${place}`]));
    expect(mock.requests.length).toBeGreaterThan(50);
    const untrusted = await runConformance(['pvwa', '--target', target], through);
    expect(untrusted.code).toBe(5);
  },
);

/** Judges what passes to a target while something is asked for there; answers what the proxy in front said, and its report. */
async function judged(
  { origin, pathname }: { readonly origin: string; readonly pathname: string },
  way: readonly string[],
  environment: Readonly<Record<string, string>>,
) {
  const args = ['proxy', '--api', 'pvwa', '--target', origin, ...way];
  const proxy = await startConformance(args, environment);
  const url = await proxy.printed(/from (http:\S+) to/);
  const { status } = await fetch(`${url}${pathname}/api/Configuration/OIDC/Providers`);
  proxy.kill('SIGINT');
  const { out, err } = await proxy.ended;
  return { status, said: out + err };
}

test('what is judged as it passes goes the same ways', limit, async () => {
  const { origin, pathname, environment } = await startTarget();
  const { file, place } = await behindTls(origin);
  const proxy = await startProxy();
  const named = { ...environment, HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url };
  // The mock answers who has no session with 401.
  expect(await judged({ origin, pathname }, [], named)).toMatchObject({ status: 401 });
  expect(proxy.asked).toEqual([`GET ${origin}${pathname}/api/Configuration/OIDC/Providers`]);
  const secure = { origin: `https://${place}`, pathname };
  const found = await judged(secure, ['--ca-file', file], named);
  expect(found).toMatchObject({ status: 401 });
  expect(proxy.asked.slice(1)).toEqual([`CONNECT ${place}`]);
  expect(found.said).not.toContain('of-the-proxy');
  expect(await judged(secure, [], named)).toMatchObject({ status: 502 });
  const past = await judged({ origin, pathname }, ['--proxy', '127.0.0.1:2'], environment);
  expect(past).toMatchObject({ status: 502 });
  for (const [flag, value] of [
    ['--proxy', 'http://user:hidden-one@127.0.0.1:1'],
    ['--ca-file', '/nowhere.pem'],
  ] as const) {
    const args = ['proxy', '--api', 'pvwa', '--target', origin, flag, value];
    const { code, err } = await runConformance(args, environment);
    expect([code, err]).toEqual([2, expect.stringContaining(flag)]);
    expect(err).not.toContain('hidden-one');
  }
});

test.each([
  [
    [],
    { HTTP_PROXY: 'socks5://user:hidden-one@127.0.0.1:1' },
    /^HTTP_PROXY must be a URL with http/,
  ],
  [['--proxy', 'ftp://user:hidden-one@127.0.0.1:1'], {}, /^--proxy must be a URL with http/],
  [['--proxy', 'http://user:hidden-one@127.0.0.1:1'], {}, /^--proxy: holds a password/],
  [['--proxy', 'http:/user:hidden-one@127.0.0.1:1'], {}, /^--proxy: holds a password/],
  [['--ca-file', '/nowhere.pem'], {}, /^--ca-file \/nowhere\.pem: cannot be read \(ENOENT\)/],
  [['--ca-file', '/dev/null'], {}, /^--ca-file \/dev\/null: holds no certificate in PEM form/],
])('%j and %j: the wrong one is named, and never shown', limit, async (flags, more, message) => {
  const { url, environment } = await startTarget();
  const args = ['pvwa', '--target', url, ...flags];
  const { code, out, err } = await runConformance(args, { ...environment, ...more });
  expect(err).toMatch(message);
  expect(code).toBe(2);
  expect(out + err).not.toContain('hidden-one');
});
