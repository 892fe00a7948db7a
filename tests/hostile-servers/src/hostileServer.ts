import { once } from 'node:events';
import { request as forward, type IncomingMessage } from 'node:http';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Behaviour, HostileStep } from './behaviour.ts';
import { readRequest, type HostileRequest } from './readRequest.ts';
import { rendered, placeholdersOf } from './rendered.ts';

export interface HostileServer extends AsyncDisposable {
  readonly url: string;
  /** Everything by which requests proved who sent them, and what a log-on gave out. */
  readonly secrets: ReadonlySet<string>;
}

interface HostileOptions {
  readonly behaviour: Behaviour;
  /** A mock that answers everything else. */
  readonly upstream: string;
  /** Method and path of what is answered with hostility: `GET /a/b`. */
  readonly where: RegExp;
  /** Another server, which must not get a request. */
  readonly elsewhere: string;
}

async function write(socket: Socket, bytes: string | Buffer): Promise<void> {
  if (socket.destroyed || socket.write(bytes)) return;
  await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => undefined);
}

async function perform(
  socket: Socket,
  step: HostileStep,
  words: Record<string, string>,
): Promise<void> {
  if (step === 'reset') socket.resetAndDestroy();
  else if (step === 'end') socket.end();
  else if (step === 'stay') await once(socket, 'close').catch(() => undefined);
  else if ('waitMs' in step) await delay(step.waitMs);
  else if ('send' in step) await write(socket, rendered(step.send, words));
  else
    for (let done = 0; done < (step.times ?? Infinity) && !socket.destroyed; done += 1) {
      await write(socket, step.flood);
      // Whoever closes must be heard.
      await delay(step.everyMs ?? 2);
    }
}

async function attack(
  socket: Socket,
  { steps }: Behaviour,
  words: Record<string, string>,
): Promise<void> {
  for (const step of steps) if (!socket.destroyed) await perform(socket, step, words);
}

/** Passes a request on to the mock, and its response back. */
async function pass(
  socket: Socket,
  upstream: string,
  { method, path, headers, body }: HostileRequest,
): Promise<string> {
  const { hostname, port } = new URL(upstream);
  const sent = forward({ hostname, port, method, path, headers, agent: false });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks);
  const lines = Object.entries(answer.headers)
    .filter(([name]) => !/^(?:connection|keep-alive|transfer-encoding|content-length)$/.test(name))
    .map(([name, value]) => `${name}: ${String(value)}\r\n`);
  const length = answer.statusCode === 204 ? '' : `content-length: ${text.length}\r\n`;
  const head = `HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\r\n${lines.join('')}${length}connection: close\r\n\r\n`;
  socket.end(Buffer.concat([Buffer.from(head), text]));
  return text.toString();
}

/** Starts a server that does what a behaviour says where it should answer one operation. */
export async function startHostileServer({
  behaviour,
  upstream,
  where,
  elsewhere,
}: HostileOptions): Promise<HostileServer> {
  const secrets = new Set<string>();
  const sockets = new Set<Socket>();
  let connections = 0;
  const meet = async (socket: Socket): Promise<void> => {
    connections += 1;
    const early = behaviour.at === 'accept';
    if (early || (behaviour.eachSecond === true && connections % 2 === 0))
      return attack(socket, behaviour, {});
    const request = await readRequest(socket);
    if (request === undefined) return;
    const words = placeholdersOf(request, elsewhere);
    for (const secret of [words['token'], words['header']])
      if (secret !== undefined && secret.length > 6) secrets.add(secret);
    const path = request.path.split('?')[0] ?? '';
    if (where.test(`${request.method} ${path}`) && behaviour.eachSecond !== true)
      return attack(socket, behaviour, words);
    const text = await pass(socket, upstream, request);
    if (/logon$/i.test(path)) secrets.add(text.replaceAll('"', ''));
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    // What is not read would keep a connection that was closed.
    meet(socket).catch(() => socket.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const { pathname } = new URL(upstream);
  return {
    url: `${behaviour.secure === true ? 'https' : 'http'}://127.0.0.1:${port}${pathname === '/' ? '' : pathname}`,
    secrets,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
