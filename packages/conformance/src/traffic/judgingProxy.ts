import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { decodeBody } from '../wire/decodeBody.ts';
import type { TrafficExchange } from './trafficExchange.ts';

export interface JudgingProxyOptions {
  /** Where requests go: origin only, as the path of each request is kept. */
  readonly target: string;
  /** 0, a free one, where left out. */
  readonly port?: number;
  /** Gets every exchange when it is over, and whether others were on their way meanwhile. Must not throw. */
  readonly onExchange: (exchange: TrafficExchange, overlaps: boolean) => void;
  /** So long a target may take for a response, in milliseconds: 60,000 where left out. */
  readonly timeoutMs?: number;
}

export interface JudgingProxy extends AsyncDisposable {
  /** On 127.0.0.1 only. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Bodies beyond this are passed on but not judged, in bytes. */
const longestBody = 4 * 1024 * 1024;

/** Headers that speak of one connection only (RFC 9110, section 7.6.1). */
const ofConnection = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

function passedOn(raw: readonly string[]): OutgoingHttpHeaders {
  const headers: Record<string, string | string[]> = {};
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const [name = '', value = ''] = raw.slice(at, at + 2);
    if (ofConnection.has(name.toLowerCase())) continue;
    const before = headers[name];
    // Some headers, such as Host, may not be a list, though it has but one value.
    headers[name] = before === undefined ? value : [before, value].flat();
  }
  return headers;
}

function lowerCase(message: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
  );
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** A body as text, or nothing where it is too long or cannot be unpacked. */
function textOf(bytes: Buffer, encoding: string | undefined): string | undefined {
  if (bytes.length > longestBody) return undefined;
  try {
    const plain = decodeBody(bytes, encoding, { maxOutputLength: longestBody });
    return plain.length > longestBody ? undefined : plain.toString();
  } catch {
    return undefined;
  }
}

interface Upstream {
  readonly message: IncomingMessage;
  readonly body: Buffer;
}

function forward(
  incoming: IncomingMessage,
  body: Buffer,
  { target, timeoutMs = 60_000 }: JudgingProxyOptions,
): Promise<Upstream> {
  const { protocol, hostname, port } = new URL(target);
  const send = protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const sent = send({
      hostname: hostname.replaceAll(/^\[|\]$/g, ''),
      port,
      method: incoming.method,
      path: incoming.url,
      headers: passedOn(incoming.rawHeaders),
      setHost: false,
      signal: AbortSignal.timeout(timeoutMs),
    });
    sent.on('error', reject);
    sent.on('response', (message) => {
      bytesOf(message).then((received) => resolve({ message, body: received }), reject);
    });
    sent.end(body);
  });
}

/**
 * Starts a proxy on 127.0.0.1 that passes every request on as it is, and hands each exchange to be judged. Requests keep their
 * Host header, so that signatures hold. Throws where the port is taken.
 */
export async function startJudgingProxy(options: JudgingProxyOptions): Promise<JudgingProxy> {
  /** Those on their way, each with whether another one was meanwhile. */
  const under = new Set<{ overlaps: boolean }>();
  const server: Server = createServer((incoming, outgoing) => {
    const own = { overlaps: under.size > 0 };
    for (const other of under) other.overlaps = true;
    under.add(own);
    const start = Date.now();
    const pass = async (): Promise<void> => {
      const sent = await bytesOf(incoming);
      const sentText = textOf(sent, incoming.headers['content-encoding']);
      const exchange = {
        start,
        method: incoming.method ?? '',
        url: new URL(incoming.url ?? '/', options.target).href,
        headers: lowerCase(incoming),
        ...(sentText !== undefined && sentText !== '' && { body: sentText }),
      };
      try {
        const { message, body } = await forward(incoming, sent, options);
        outgoing.writeHead(message.statusCode ?? 502, passedOn(message.rawHeaders));
        outgoing.end(body);
        const text = textOf(body, message.headers['content-encoding']);
        const response =
          // A body that cannot be read says nothing: what came of it is not judged.
          text === undefined || sentText === undefined
            ? {}
            : {
                response: {
                  status: message.statusCode ?? 0,
                  headers: lowerCase(message),
                  body: text,
                },
              };
        options.onExchange({ ...exchange, end: Date.now(), ...response }, own.overlaps);
      } catch {
        options.onExchange({ ...exchange, end: Date.now() }, own.overlaps);
        if (!outgoing.headersSent) outgoing.writeHead(502);
        outgoing.end();
      }
    };
    pass()
      .catch(() => outgoing.destroy())
      .finally(() => under.delete(own));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}`, stop, [Symbol.asyncDispose]: stop };
}
