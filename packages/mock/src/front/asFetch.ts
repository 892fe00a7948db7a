import type { Received, MockReply, Responder } from '../exchange.ts';
import { largestBody } from './receive.ts';

/** Answers like the global `fetch`: what breaks a connection rejects with a TypeError, an abort with its reason. */
export async function asFetch(
  responder: Responder,
  input: string | URL | Request,
  init: RequestInit | undefined,
): Promise<Response> {
  const request = new Request(input, init);
  request.signal.throwIfAborted();
  const body = new Uint8Array(await request.arrayBuffer());
  const received = receivedOf(request, body);
  const reply =
    body.byteLength > largestBody
      ? responder.refuse(received, 413, `The body is larger than ${largestBody} bytes.`)
      : await responder.handle(received);
  return respond(reply, received.method, request.signal);
}

function receivedOf(request: Request, body: Uint8Array): Received {
  const url = new URL(request.url);
  const headers = Object.create(null) as Record<string, string>;
  for (const [name, value] of request.headers) headers[name] = value;
  headers['host'] ??= url.host;
  if (body.byteLength > 0) headers['content-length'] ??= String(body.byteLength);
  const target = url.pathname + url.search;
  const secure = url.protocol === 'https:' ? ({ secure: true } as const) : {};
  return { method: request.method, target, headers, body, ...secure };
}

async function respond(reply: MockReply, method: string, signal: AbortSignal): Promise<Response> {
  for (const effect of reply.wire ?? []) {
    if (effect.kind === 'delay') await sleep(effect.milliseconds, signal);
    else if (effect.kind === 'silence') await sleep(undefined, signal);
    else if (effect.kind === 'drop' && (effect.after === 'nothing' || reply.body.byteLength === 0))
      throw new TypeError('fetch failed', { cause: new Error('the connection was closed') });
  }
  const headers = new Headers(
    reply.headers.map(([name, value]): [string, string] => [name, value]),
  );
  const empty = [204, 205, 304].includes(reply.status);
  if (!empty) headers.set('content-length', String(reply.body.byteLength));
  const init = { status: reply.status, headers };
  if (empty || method === 'HEAD') return new Response(null, init);
  const half = (reply.wire ?? []).some((effect) => effect.kind === 'drop');
  return new Response(half ? brokenStream(reply.body) : copyOf(reply.body), init);
}

function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

function brokenStream(body: Uint8Array): ReadableStream {
  let sent = false;
  return new ReadableStream({
    pull(controller) {
      if (sent) controller.error(new TypeError('terminated'));
      else controller.enqueue(body.subarray(0, Math.floor(body.byteLength / 2)));
      sent = true;
    },
  });
}

function sleep(milliseconds: number | undefined, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = milliseconds === undefined ? undefined : setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(signal.reason as Error);
      },
      { once: true },
    );
  });
}
