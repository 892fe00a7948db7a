import {
  createServer,
  type IncomingMessage,
  request,
  type RequestListener,
  type Server,
} from 'node:http';
import { createSecureServer as createHttp2Server, type Http2SecureServer } from 'node:http2';
import { createServer as createTlsServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import { generate } from 'selfsigned';
import { afterEach, expect, test, vi } from 'vitest';
import { createNotesClient } from './fixtures/notesClient.ts';

afterEach(() => vi.unstubAllEnvs());

type Listener = Server | Http2SecureServer;

function portOf(server: Listener): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Not listening on a port');
  return address.port;
}

async function listening(server: Listener) {
  // Tunnels too, of which the server itself keeps no list.
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: portOf(server),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

const response: RequestListener = (_, outgoing) => {
  outgoing.setHeader('content-type', 'application/json').end('{"id":"a"}');
};

function startServer() {
  return listening(createServer(response));
}

/** A proxy that keeps what it was asked to reach, and with which credentials: by a tunnel for https, else by a whole URL. */
async function startProxy() {
  const asked: { target: string; credentials: string | undefined }[] = [];
  const server = createServer(({ url = '', headers }, outgoing) => {
    asked.push({ target: new URL(url).host, credentials: headers['proxy-authorization'] });
    request(url, { headers: { connection: 'close' } }, (upstream) => {
      outgoing.writeHead(upstream.statusCode ?? 502, upstream.headers);
      upstream.pipe(outgoing);
    }).end();
  });
  server.on('connect', (tunnel: IncomingMessage, client: Socket) => {
    const target = tunnel.url ?? '';
    asked.push({ target, credentials: tunnel.headers['proxy-authorization'] });
    const upstream = connect(Number(target.split(':')[1]), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client);
      client.pipe(upstream);
    });
    // The other end goes first at the end of the test.
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
    client.on('close', () => upstream.destroy());
  });
  return { asked, ...(await listening(server)) };
}

test('a proxy that is named carries every request, with its own credentials', async () => {
  await using server = await startServer();
  await using proxy = await startProxy();
  const { methods } = createNotesClient(`http://127.0.0.1:${server.port}`, {
    proxy: `http://user:pass@127.0.0.1:${proxy.port}`,
  });
  expect(await methods.getNote({ id: 'a' })).toEqual({ id: 'a' });
  expect(proxy.asked).toEqual([
    {
      target: `127.0.0.1:${server.port}`,
      credentials: `Basic ${Buffer.from('user:pass').toString('base64')}`,
    },
  ]);
});

test.each(['HTTP_PROXY', 'http_proxy'])('the environment may name the proxy: %s', async (name) => {
  await using server = await startServer();
  await using proxy = await startProxy();
  const { methods } = createNotesClient(`http://127.0.0.1:${server.port}`, {
    environment: { [name]: `http://127.0.0.1:${proxy.port}` },
  });
  expect(await methods.getNote({ id: 'a' })).toEqual({ id: 'a' });
  expect(proxy.asked).toHaveLength(1);
});

test('NO_PROXY and proxy: false go past the proxy of the environment', async () => {
  await using server = await startServer();
  await using proxy = await startProxy();
  const environment = { HTTP_PROXY: `http://127.0.0.1:${proxy.port}` };
  for (const options of [
    { environment, proxy: false as const },
    { environment: { ...environment, NO_PROXY: '127.0.0.1' } },
  ]) {
    const { methods } = createNotesClient(`http://127.0.0.1:${server.port}`, options);
    expect(await methods.getNote({ id: 'a' })).toEqual({ id: 'a' });
  }
  expect(proxy.asked).toHaveLength(0);
});

test('no variable counts that was not given', async () => {
  await using server = await startServer();
  vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:9');
  const { methods } = createNotesClient(`http://127.0.0.1:${server.port}`, {
    ca: certificate.cert,
  });
  expect(await methods.getNote({ id: 'a' })).toEqual({ id: 'a' });
});

test('a proxy that does not answer is a connection error, without its password', async () => {
  const proxy = await startProxy();
  const { port } = proxy;
  await proxy[Symbol.asyncDispose]();
  const { methods } = createNotesClient('http://notes.example', {
    proxy: `http://user:proxy-password@127.0.0.1:${port}`,
    retry: false,
  });
  const failing = methods.getNote({ id: 'a' });
  await expect(failing).rejects.toMatchObject({ code: 'ConnectionError', reason: 'ECONNREFUSED' });
  await expect(failing).rejects.not.toThrow(/proxy-password/);
});

const certificate = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
  extensions: [
    { name: 'basicConstraints', cA: true },
    { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
  ],
});

function startTlsServer() {
  return listening(createTlsServer({ key: certificate.private, cert: certificate.cert }, response));
}

test('a private CA is trusted where it is named, directly and behind a proxy', async () => {
  await using server = await startTlsServer();
  await using proxy = await startProxy();
  const url = `https://127.0.0.1:${server.port}`;
  const ca = certificate.cert;
  await expect(
    createNotesClient(url, { retry: false }).methods.getNote({ id: 'a' }),
  ).rejects.toMatchObject({ code: 'ConnectionError', reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  expect(await createNotesClient(url, { ca }).methods.getNote({ id: 'a' })).toEqual({ id: 'a' });
  const throughProxy = { ca, proxy: `http://127.0.0.1:${proxy.port}` };
  expect(await createNotesClient(url, throughProxy).methods.getNote({ id: 'a' })).toEqual({
    id: 'a',
  });
  expect(proxy.asked).toHaveLength(1);
});

test('a server that offers HTTP/2 too is spoken to as Node does it, by HTTP/1.1', async () => {
  const versions: string[] = [];
  const keys = { key: certificate.private, cert: certificate.cert, allowHTTP1: true };
  const both = createHttp2Server(keys, (incoming, outgoing) => {
    versions.push(incoming.httpVersion);
    outgoing.setHeader('content-type', 'application/json');
    outgoing.end('{"id":"a"}');
  });
  await using server = await listening(both);
  await using proxy = await startProxy();
  for (const proxied of [false as const, `http://127.0.0.1:${proxy.port}`]) {
    const { methods } = createNotesClient(`https://127.0.0.1:${server.port}`, {
      ca: certificate.cert,
      proxy: proxied,
    });
    expect(await methods.getNote({ id: 'a' })).toEqual({ id: 'a' });
  }
  expect(versions).toEqual(['1.1', '1.1']);
});

test('with a fetch of the caller, neither environment nor options choose another', async () => {
  const { methods } = createNotesClient('http://notes.example', {
    environment: { HTTP_PROXY: 'http://127.0.0.1:9' },
    fetch: async () => Response.json({ id: 'own' }),
    proxy: 'http://127.0.0.1:9',
  });
  expect(await methods.getNote({ id: 'a' })).toEqual({ id: 'own' });
});
