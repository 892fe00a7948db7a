import {
  Agent as HttpAgent,
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
} from 'node:http';
import { type Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { BodyBuffer } from './bodyBuffer.ts';
import { longestResponse, tooLong } from './longestResponse.ts';
import { LateResponse, NoResponse } from './noResponse.ts';
import {
  answerOfProxy,
  direct,
  endedBy,
  proxyHeaders,
  proxyPlace,
  type RunNetwork,
  TunnelAgent,
} from './runNetwork.ts';
import { startTimer } from './timer.ts';
import { splitUrl, type WireRequest } from './wireRequest.ts';
import { readResponse, type HeaderLine, type WireResponse } from './wireResponse.ts';

/** Connections that are kept between requests. */
interface Connections {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
  readonly network: RunNetwork;
  /** Whether the server closed one without saying so, just when it was used again. */
  areUnsafe: boolean;
}

export function openConnections(
  network: RunNetwork = direct,
  options = { keepAlive: true },
): Connections {
  const https = new TunnelAgent(network, options);
  return { http: new HttpAgent(options), https, network, areUnsafe: false };
}

export function closeConnections({ http, https }: Connections): void {
  http.destroy();
  https.destroy();
}

/** Methods that change nothing (RFC 9110, section 9.2.1). */
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Sends one request and reads its whole response. Throws `NoResponse` where there is none within `timeoutMs`. Where the
 * connection ends in the middle of the body, there is one, and what came of it is read: that it broke off is a violation.
 *
 * Where a server closes a kept connection just when it is used again, nobody knows whether it has read the request. Only what
 * changes nothing is sent again: the second response to a write may differ from its first, and a right server would be accused.
 */
export async function sendRequest(
  request: WireRequest,
  timeoutMs: number,
  connections: Connections,
): Promise<WireResponse> {
  try {
    return await attempt(request, timeoutMs, connections);
  } catch (error) {
    if (!(error instanceof StaleConnection)) throw error;
    connections.areUnsafe = true;
    if (!safeMethods.has(request.method)) throw error;
    return attempt(request, timeoutMs, connections);
  }
}

class StaleConnection extends NoResponse {}

/** What a request is made of, whichever module sends it; for plain HTTP, `proxy` is asked itself. */
function optionsOf(
  { method, headers, body, transfer }: WireRequest,
  { origin, target }: ReturnType<typeof splitUrl>,
  proxy: URL | undefined,
) {
  return {
    method,
    host: origin.hostname.replace(/^\[|\]$/g, ''),
    port: origin.port === '' ? undefined : Number(origin.port),
    path: proxy === undefined ? target : origin.origin + target,
    ...(proxy === undefined ? {} : proxyPlace(proxy)),
    headers: {
      ...(proxy === undefined ? {} : { host: origin.host, ...proxyHeaders(proxy) }),
      ...headers,
      ...(transfer === 'expect' && {
        expect: '100-continue',
        'content-length': String(Buffer.byteLength(body ?? '')),
      }),
    },
  };
}

function attempt(
  request: WireRequest,
  timeoutMs: number,
  connections: Connections,
): Promise<WireResponse> {
  const { method, body, transfer } = request;
  const place = splitUrl(request.url);
  const secure = place.origin.protocol === 'https:';
  // For https there is a tunnel.
  const proxy = secure ? undefined : connections.network.proxyOf(place.origin);
  const late = new AbortController();
  const options = { ...optionsOf(request, place, proxy), ...endedBy(late.signal) };
  const isAlone = connections.areUnsafe && !safeMethods.has(method);
  return new Promise((resolve, reject) => {
    const sent: ClientRequest = secure
      ? httpsRequest({
          ...options,
          agent: isAlone
            ? new TunnelAgent(connections.network, { keepAlive: false })
            : connections.https,
        })
      : httpRequest({ ...options, agent: isAlone ? false : connections.http });
    const timer = startTimer(timeoutMs, () => {
      const error = new LateResponse(timeoutMs);
      reject(error);
      late.abort(error);
    });
    const fail = (error: NodeJS.ErrnoException, answered: boolean): void => {
      timer.stop();
      const stale = !answered && sent.reusedSocket && error.code === 'ECONNRESET';
      if (stale) reject(new StaleConnection(describe(error)));
      else reject(error instanceof NoResponse ? error : new NoResponse(describe(error)));
    };
    let answer: IncomingMessage | undefined;
    const violations: string[] = [];
    sent.on('error', (error: NodeJS.ErrnoException) => {
      // What comes behind a whole response takes nothing away from it.
      if (answer?.complete !== true) fail(error, false);
      else if (isNoHttp(error)) violations.push('bytes follow the response');
    });
    // A server that wants to speak something else was not asked to.
    sent.on('upgrade', (_message, socket) => {
      socket.destroy();
      fail(new NoResponse('the response is 101, which nobody asked for'), true);
    });
    sent.on('response', (message) => {
      const own = proxy && answerOfProxy(message.statusCode ?? 0, message.headers);
      if (own !== undefined) {
        message.destroy();
        fail(own, true);
        return;
      }
      answer = message;
      const received = new BodyBuffer(longestResponse);
      collect(message, received)
        .catch((error: NodeJS.ErrnoException) => {
          if (message.complete || error.code !== 'ECONNRESET') throw error;
          violations.push('the connection ended in the middle of the body');
        })
        .then(() => {
          timer.stop();
          const lines = pairs(message.rawHeaders);
          resolve(readResponse(message.statusCode ?? 0, lines, received.bytes(), violations));
          received.release();
        })
        .catch((error: Error) => fail(error, true));
    });
    sendBody(sent, body, transfer);
  });
}

/** So long is waited for a server that neither takes a body nor refuses it. */
const continueMs = 1000;

function sendBody(
  sent: ClientRequest,
  body: WireRequest['body'],
  transfer: WireRequest['transfer'],
): void {
  if (transfer === 'expect') {
    const goOn = startTimer(continueMs, () => sent.end(body));
    sent.once('continue', () => {
      goOn.stop();
      sent.end(body);
    });
    // A final response without the body, or none at all: what is left of the request is dropped.
    sent.once('response', (message: IncomingMessage) => {
      goOn.stop();
      if (!sent.writableEnded) message.once('end', () => sent.destroy());
    });
    sent.once('error', () => goOn.stop());
    sent.flushHeaders();
    return;
  }
  if (transfer === 'chunked') {
    const bytes = Buffer.from(body ?? '');
    const middle = Math.ceil(bytes.length / 2);
    sent.write(bytes.subarray(0, middle));
    sent.end(bytes.subarray(middle));
    return;
  }
  sent.end(body);
}

async function collect(message: IncomingMessage, body: BodyBuffer): Promise<void> {
  // Leaving the loop early destroys the message, and with it the connection.
  for await (const chunk of message as AsyncIterable<Buffer>)
    if (!body.add(chunk)) throw tooLong('the body', longestResponse);
}

function pairs(raw: readonly string[]): HeaderLine[] {
  const lines: HeaderLine[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) lines.push([raw[at] ?? '', raw[at + 1] ?? '']);
  return lines;
}

function isNoHttp({ code = '' }: NodeJS.ErrnoException): boolean {
  return code.startsWith('HPE_');
}

function describe(error: NodeJS.ErrnoException): string {
  const code = error.code ?? '';
  if (code === 'ECONNREFUSED') return 'the connection was refused';
  if (code === 'ECONNRESET') return 'the connection was closed before the response was complete';
  if (isNoHttp(error)) return `the response is no HTTP (${code})`;
  return error.message === '' ? code : error.message;
}
