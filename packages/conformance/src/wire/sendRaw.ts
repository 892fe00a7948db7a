import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { BodyBuffer } from './bodyBuffer.ts';
import { longestHead, longestResponse, tooLong } from './longestResponse.ts';
import { LateResponse, NoResponse } from './noResponse.ts';
import { readRawResponse } from './rawResponse.ts';
import {
  answerOfProxy,
  direct,
  openTunnel,
  proxyHeaders,
  proxyPlace,
  type RunNetwork,
} from './runNetwork.ts';
import { startTimer } from './timer.ts';
import { splitUrl, type WireRequest } from './wireRequest.ts';
import type { WireResponse } from './wireResponse.ts';

/** How long a connection that the server leaves open is listened to after a complete response. */
const quietMs = 60;

/**
 * Sends one request over a socket of its own and reads every byte that comes back, which a client library would not
 * show: a body where none may be, bytes beyond the length. Throws `NoResponse` where none is complete in `timeoutMs`.
 */
export async function sendRaw(
  request: WireRequest,
  timeoutMs: number,
  network: RunNetwork = direct,
): Promise<WireResponse> {
  const { origin, target } = splitUrl(request.url);
  const proxy = network.proxyOf(origin);
  const isAsked = proxy !== undefined && origin.protocol === 'http:';
  const body = Buffer.from(request.body ?? '');
  const headers: Record<string, string> = { connection: 'close', host: origin.host };
  if (isAsked) Object.assign(headers, proxyHeaders(proxy));
  for (const [name, value] of Object.entries(request.headers)) headers[name.toLowerCase()] = value;
  if (body.length > 0 || !['GET', 'HEAD', 'DELETE'].includes(request.method))
    headers['content-length'] = String(body.length);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `${request.method} ${isAsked ? origin.origin : ''}${target} HTTP/1.1\r\n${lines.join('')}\r\n`;
  const late = new AbortController();
  const timer = startTimer(timeoutMs, () => late.abort(new LateResponse(timeoutMs)));
  const socket = await open(origin, proxy, network, late.signal).finally(() => timer.stop());
  try {
    const sent = Buffer.concat([Buffer.from(head), body]);
    const read = (bytes: Buffer): WireResponse => readRawResponse(bytes, request.method);
    const received = await exchange(socket, sent, timeoutMs, read);
    const response = read(received.bytes());
    received.release();
    const own = isAsked ? answerOfProxy(response.status, response.headers) : undefined;
    if (own !== undefined) throw own;
    return response;
  } finally {
    socket.destroy();
  }
}

async function open(
  origin: URL,
  proxy: URL | undefined,
  { ca }: RunNetwork,
  signal: AbortSignal,
): Promise<Socket> {
  const secure = origin.protocol === 'https:';
  const host = origin.hostname.replace(/^\[|\]$/g, '');
  const port = Number(origin.port === '' ? (secure ? 443 : 80) : origin.port);
  if (!secure) return connectPlain(proxy === undefined ? { host, port } : proxyPlace(proxy));
  const way =
    proxy === undefined
      ? { host, port }
      : { socket: await openTunnel(proxy, `${origin.hostname}:${port}`, signal) };
  const trusted = ca === undefined ? {} : { ca: [...ca] };
  return connectTls({ ...way, ...trusted, servername: host, ALPNProtocols: ['http/1.1'] });
}

function exchange(
  socket: Socket,
  request: Buffer,
  timeoutMs: number,
  read: (bytes: Buffer) => WireResponse,
): Promise<BodyBuffer> {
  return new Promise((resolve, reject) => {
    const received = new BodyBuffer(longestHead + longestResponse);
    let isTooLong = false;
    let quiet: NodeJS.Timeout | undefined;
    const end = (error?: Error): void => {
      timer.stop();
      clearTimeout(quiet);
      if (received.bytes().length > 0 && !isTooLong) resolve(received);
      else reject(error ?? new NoResponse('the connection was closed without a response'));
    };
    const timer = startTimer(timeoutMs, () => end(new LateResponse(timeoutMs)));
    socket.on('error', (error) => end(new NoResponse(error.message)));
    socket.on('close', () => end());
    socket.on('data', (chunk: Buffer) => {
      clearTimeout(quiet);
      if (isTooLong) return;
      isTooLong = !received.add(chunk);
      if (isTooLong) {
        socket.destroy();
        end(tooLong('the response', longestResponse));
        return;
      }
      // The request asked the server to close. Where it does not, a response that is complete is enough.
      quiet = setTimeout(() => {
        if (isComplete(received.bytes(), read)) end();
      }, quietMs);
    });
    socket.write(request);
  });
}

/** What is no response yet may become one. */
function isComplete(bytes: Buffer, read: (bytes: Buffer) => WireResponse): boolean {
  try {
    return read(bytes).violations.length === 0;
  } catch {
    return false;
  }
}
