import { once } from 'node:events';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import {
  answerOfProxy,
  direct,
  endedBy,
  proxyHeaders,
  proxyPlace,
  type RunNetwork,
  TunnelAgent,
} from '../wire/runNetwork.ts';
import { createKeptBodies, type KeptBody } from './keptBodies.ts';
import { isUnseen, longestUnseen } from './overlapping.ts';
import type { TrafficExchange, TrafficRequest } from './trafficExchange.ts';

export interface JudgingProxyOptions {
  /** Where requests go: origin only, as the path of each request is kept. */
  readonly target: string;
  /** 0, a free one, where left out. */
  readonly port?: number;
  /** Whether the target gets its own name as Host, as a server with several names needs it; breaks a signature over the header. */
  readonly ownHost?: boolean;
  /** How the target is reached: past every proxy where left out. */
  readonly network?: RunNetwork;
  /** Gets every exchange when it is over, and whether others were on their way meanwhile. Must not throw. */
  readonly onExchange: (exchange: TrafficExchange, overlaps: boolean) => void;
  /** Whether it matters which of two requests comes first; of any two where left out. */
  readonly matterTogether?: (one: TrafficRequest, other: TrafficRequest) => boolean;
  /** So long a target may take for a response, in milliseconds: 60,000 where left out. */
  readonly timeoutMs?: number;
}

export interface JudgingProxy extends AsyncDisposable {
  /** On 127.0.0.1 only. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Headers that speak of one connection only (RFC 9110, sections 7.6.1 and 11.7). */
const ofConnection = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
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

function withHost(raw: readonly string[], host: string): readonly string[] {
  return raw.map((text, at) =>
    at % 2 === 1 && raw[at - 1]?.toLowerCase() === 'host' ? host : text,
  );
}

/** How requests go on to the target. */
interface Way {
  readonly target: URL;
  readonly ownHost: boolean;
  readonly network: RunNetwork;
  /** Keeps no connection. */
  readonly tunnels: TunnelAgent;
}

/** Sends a request on, with its body as it comes in. Answers when the head of the response is here. */
function forward(
  incoming: IncomingMessage,
  body: KeptBody,
  { target, ownHost, network, tunnels }: Way,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const isSecure = target.protocol === 'https:';
  const send = isSecure ? httpsRequest : httpRequest;
  // Plain HTTP is asked of the proxy itself; for https there is a tunnel.
  const proxy = isSecure ? undefined : network.proxyOf(target);
  // What came in chunks goes on in chunks: GET too.
  const isChunked = incoming.headers['transfer-encoding'] !== undefined;
  return new Promise((resolve, reject) => {
    const sent = send({
      ...(proxy === undefined
        ? { host: target.hostname.replaceAll(/^\[|\]$/g, ''), port: target.port }
        : proxyPlace(proxy)),
      method: incoming.method,
      path: proxy === undefined ? incoming.url : target.origin + (incoming.url ?? '/'),
      headers: {
        ...(proxy !== undefined && proxyHeaders(proxy)),
        ...passedOn(ownHost ? withHost(incoming.rawHeaders, target.host) : incoming.rawHeaders),
        ...(isChunked && { 'transfer-encoding': 'chunked' }),
      },
      setHost: false,
      // A kept connection may end just when it is used again, and the client would get an error that is not the server's.
      agent: isSecure ? tunnels : false,
      ...endedBy(signal),
    });
    sent.on('error', reject);
    sent.on('response', (message) => {
      const own = proxy && answerOfProxy(message.statusCode ?? 0, message.headers);
      if (own === undefined) resolve(message);
      else {
        message.destroy();
        reject(own);
      }
    });
    incoming.on('data', body.add);
    incoming.on('error', reject);
    incoming.pipe(sent);
  });
}

/**
 * Passes a body on and keeps it. Answers the chunk that completes it, which was not sent yet: the exchange has to be judged before
 * the client can send its next request.
 */
async function passBody(
  message: IncomingMessage,
  outgoing: ServerResponse,
  body: KeptBody,
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  const length = Number(message.headers['content-length']);
  let passed = 0;
  let last: Buffer | undefined;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    body.add(chunk);
    passed += chunk.length;
    if (passed === length) last = chunk;
    else if (!outgoing.write(chunk)) await once(outgoing, 'drain', { signal });
  }
  return last;
}

function requestOf(target: URL, incoming: IncomingMessage): TrafficRequest {
  const { method = '', url = '/' } = incoming;
  // What begins with two slashes is a path all the same; what is no URL, such as `*`, is of no operation.
  const whole = url.startsWith('/') ? target.origin + url : url;
  const { href } = URL.canParse(whole) ? new URL(whole) : target;
  return { method, url: href, headers: lowerCase(incoming) };
}

function exchangeOf(
  start: number,
  target: URL,
  incoming: IncomingMessage,
  sent: KeptBody,
): TrafficExchange {
  const body = incoming.complete ? sent.text(incoming.headers['content-encoding']) : undefined;
  return {
    start,
    end: Date.now(),
    ...requestOf(target, incoming),
    ...(body !== undefined && body !== '' && { body }),
    ...(body === undefined && { isUnread: true }),
  };
}

function answered(exchange: TrafficExchange, message: IncomingMessage, received: KeptBody) {
  const body = received.text(message.headers['content-encoding']);
  const response = {
    status: message.statusCode ?? 0,
    headers: lowerCase(message),
    body: body ?? '',
  };
  return { ...exchange, response, ...(body === undefined && { isUnread: true }) };
}

function listener({
  target: origin,
  timeoutMs = 60_000,
  ownHost = false,
  network = direct,
  matterTogether = () => true,
  onExchange,
}: JudgingProxyOptions) {
  /** Those on their way, each with whether another one was meanwhile. */
  const under = new Set<{ readonly request: TrafficRequest; overlaps: boolean }>();
  const keep = createKeptBodies();
  const target = new URL(origin);
  const way = { target, ownHost, network, tunnels: new TunnelAgent(network, { keepAlive: false }) };
  return async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const own = { request: requestOf(target, incoming), overlaps: false };
    for (const other of under)
      if (matterTogether(own.request, other.request)) other.overlaps = own.overlaps = true;
    under.add(own);
    const start = Date.now();
    const stopped = new AbortController();
    const late = setTimeout(() => stopped.abort(), timeoutMs);
    // Without its client, a request has nobody to answer.
    outgoing.on('close', () => outgoing.writableFinished || stopped.abort());
    const hand = (exchange: TrafficExchange): void => {
      const isOver = !isUnseen(exchange);
      if (isOver) under.delete(own);
      else setTimeout(() => under.delete(own), longestUnseen).unref();
      onExchange(exchange, own.overlaps);
    };
    using sent = keep();
    using received = keep();
    try {
      const message = await forward(incoming, sent, way, stopped.signal);
      outgoing.writeHead(message.statusCode ?? 502, passedOn(message.rawHeaders));
      const last = await passBody(message, outgoing, received, stopped.signal);
      hand(answered(exchangeOf(start, target, incoming, sent), message, received));
      outgoing.end(last);
    } catch {
      hand(exchangeOf(start, target, incoming, sent));
      incoming.resume();
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(502).end();
    } finally {
      clearTimeout(late);
    }
  };
}

/**
 * Starts a proxy on 127.0.0.1 that passes every request on as it is, and hands each exchange to be judged. Requests keep their
 * Host header, so that signatures hold, unless `ownHost` says otherwise. Bodies pass as they come; those beyond 4 MiB are handed on as unread. Throws where the
 * port is taken.
 */
export async function startJudgingProxy(options: JudgingProxyOptions): Promise<JudgingProxy> {
  const pass = listener(options);
  const server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing).catch(() => outgoing.destroy());
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
