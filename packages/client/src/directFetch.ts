import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { Fetch } from './attempt.ts';
import { unpacked } from './unpacked.ts';

/** So long is waited for a connection, in milliseconds. */
const connectMs = 10_000;

/** Node's own, asked for at run time: as ECMAScript modules these two load a second HTTP of Node's, which takes longer than a call. */
function httpFor(protocol: string) {
  return protocol === 'https:'
    ? process.getBuiltinModule('node:https')
    : process.getBuiltinModule('node:http');
}

/** The certificates that are trusted, where more are than the usual ones; those of NODE_EXTRA_CA_CERTS are among the usual ones. */
function trusted(ca: string | undefined): { readonly ca?: string[] } {
  if (ca === undefined) return {};
  const { getCACertificates } = process.getBuiltinModule('node:tls');
  return { ca: [...getCACertificates('default'), ca] };
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let index = 0; index < rawHeaders.length; index += 2)
    headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '');
  return headers;
}

/** What comes of a body. Where the signal has ended it, it fails as the signal says: Node would call it a reset. */
async function* chunksOf(
  content: Readable,
  signal: AbortSignal | null | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    yield* content;
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

/** Of a `Response` what a client reads. Rejects where its body cannot be read at all. */
async function responseOf(
  incoming: IncomingMessage,
  { method, signal }: { readonly method: string; readonly signal: RequestInit['signal'] },
): Promise<Response> {
  const headers = headersOf(incoming);
  const content = unpacked(incoming, method);
  const body = chunksOf(content, signal);
  const cancel = async (): Promise<void> => void content.destroy();
  const text = async (): Promise<string> => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) chunks.push(chunk);
    return new TextDecoder().decode(Buffer.concat(chunks));
  };
  const getReader = () => ({ read: () => body.next(), cancel });
  const read = { type: 'default', status: incoming.statusCode, headers, text };
  return { ...read, body: { cancel, getReader } } as unknown as Response;
}

/** Ends a request that gets no connection in time. */
function boundConnecting(request: ClientRequest, socket: Socket): void {
  const late = Object.assign(new Error(`no connection in ${connectMs / 1000} seconds`), {
    code: 'ERR_CONNECT_TIMEOUT',
  });
  const timer = setTimeout(() => request.destroy(late), connectMs);
  // The `connect` of a socket for TLS is that of TCP; whoever listens there may say nothing then.
  socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => clearTimeout(timer));
  request.once('close', () => clearTimeout(timer));
}

/** Sends one request. Resolves with the head of its response. */
function answered(
  url: string,
  { method = 'GET', headers, body, signal }: RequestInit,
  { trust, userAgent }: { readonly trust: ReturnType<typeof trusted>; readonly userAgent: string },
): Promise<Response> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const { protocol, username, password } = new URL(url);
    // Node would send them along in a header; `fetch` refuses them too.
    if (username !== '' || password !== '')
      throw new TypeError('a URL with a user name or a password is not requested');
    const request = httpFor(protocol).request(
      url,
      {
        method,
        headers: {
          'user-agent': userAgent,
          // Node sends the body of a DELETE without its length, as if it were the next request.
          ...(typeof body === 'string' && { 'content-length': Buffer.byteLength(body) }),
          ...(headers as Readonly<Record<string, string>>),
        },
        ...trust,
      },
      (incoming) => resolve(responseOf(incoming, { method, signal })),
    );
    const end = (): void => void request.destroy(signal?.reason as Error);
    signal?.addEventListener('abort', end);
    request.once('close', () => signal?.removeEventListener('abort', end));
    request.on('error', reject);
    request.once('socket', (socket) => {
      if (!request.reusedSocket) socket.once('end', () => socket.destroy());
      if (socket.connecting) boundConnecting(request, socket);
    });
    request.end(body as string | undefined);
  });
}

/**
 * A `fetch` by Node's own HTTP/1.1, past any proxy, to be handed to a client. It takes a request's method, headers, text and signal,
 * and gives of a response what a client reads: `status`, `headers`, `text()` and the body by its reader. It follows no redirect. `ca` is trusted beside the
 * usual certificates; `userAgent` is sent where a request has none of its own. A command that calls one server once starts in half the time with it: undici takes longer to load than
 * all else together.
 */
export function directFetch(ca: string | undefined, userAgent = 'oidc-admin'): Fetch {
  const trust = trusted(ca);
  return async (url, init) => {
    // A connection that the server closed right after its last response is known to be closed by then, and not used again.
    await setImmediate();
    await setImmediate();
    return answered(url, init, { trust, userAgent });
  };
}
