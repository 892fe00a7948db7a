import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeJson, type WireStyle } from './writeJson.ts';

/** A request that has been read to its end; `path` and `query` are as on the wire, undecoded. */
export type ReceivedRequest = {
  method: string;
  path: string;
  query: string;
  headers: Record<string, string[] | undefined>;
  body: Buffer;
  /** The body passed `BODY_LIMIT` and was thrown away. */
  tooLarge: boolean;
};

/** What goes back; `json` left out means an empty body. */
export type PlainResponse = { status: number; headers?: Record<string, string>; json?: unknown };

/** Thrown by a service: ends the request with this response. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';
  readonly response: PlainResponse;

  constructor(response: PlainResponse) {
    super();
    this.response = response;
  }
}

export type RunningServer = {
  /** Origin without a slash at the end, as in `http://127.0.0.1:4711`. */
  url: string;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

export type Service = {
  /** Runs to its end without a pause, so that overlapping requests cannot see each other half done. */
  response(call: ReceivedRequest): PlainResponse;
  /** The response when `response` throws anything but a refusal. */
  failure: PlainResponse;
  style: WireStyle;
  port?: number;
};

/** Bytes of a request body that are kept. */
const BODY_LIMIT = 1_048_576;

/** A body is read on and thrown away up to this size, so that the sender can still read its 413. */
const DRAIN_LIMIT = 64 * BODY_LIMIT;

async function readBody(request: IncomingMessage): Promise<{ body: Buffer; tooLarge: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > DRAIN_LIMIT) throw new Error('the request body does not end');
    if (size <= BODY_LIMIT) chunks.push(chunk);
    else chunks.length = 0;
  }
  return { body: Buffer.concat(chunks), tooLarge: size > BODY_LIMIT };
}

function splitTarget(target: string): { path: string; query: string } {
  const local = target.replace(/^https?:\/\/[^/?]*/i, '');
  const mark = local.indexOf('?');
  return mark < 0
    ? { path: local, query: '' }
    : { path: local.slice(0, mark), query: local.slice(mark + 1) };
}

function send(
  request: IncomingMessage,
  outgoing: ServerResponse,
  response: PlainResponse,
  style: WireStyle,
): void {
  const chunked = style === 'ornate' && request.httpVersion === '1.1' && response.status !== 204;
  const body =
    response.json === undefined ? undefined : Buffer.from(writeJson(response.json, style));
  const headers: Record<string, string | number> = { ...response.headers };
  if (body !== undefined)
    headers['content-type'] =
      style === 'ornate' ? 'application/json' : 'application/json; charset=utf-8';
  if (chunked) headers['transfer-encoding'] = 'chunked';
  else if (response.status !== 204) headers['content-length'] = body?.length ?? 0;
  // Field names know no check and a reason phrase may be empty: a reader that relies on either is wrong.
  const cased = Object.entries(headers).map(([name, value]) => [
    style === 'ornate' ? name.toUpperCase() : name,
    value,
  ]);
  outgoing.writeHead(
    response.status,
    style === 'ornate' ? '' : undefined,
    Object.fromEntries(cased),
  );
  if (chunked && body !== undefined) {
    // Cut wherever it falls, in the middle of a character too.
    const middle = body.length >> 1;
    outgoing.write(body.subarray(0, middle));
    outgoing.end(body.subarray(middle));
  } else {
    outgoing.end(body);
  }
}

async function handle(
  request: IncomingMessage,
  outgoing: ServerResponse,
  service: Service,
): Promise<void> {
  let read: { body: Buffer; tooLarge: boolean };
  try {
    read = await readBody(request);
  } catch {
    // The sender went away or never stops: there is nothing to send a response to.
    request.destroy();
    return;
  }
  const { path, query } = splitTarget(request.url ?? '/');
  const call: ReceivedRequest = {
    method: request.method ?? '',
    path,
    query,
    headers: request.headersDistinct,
    ...read,
  };
  let response: PlainResponse;
  try {
    response = service.response(call);
  } catch (error) {
    response = error instanceof RefusedRequest ? error.response : service.failure;
  }
  send(request, outgoing, response, service.style);
}

/**
 * Serves one API on 127.0.0.1 (on a free port, if no other is given) until closed; closing ends open connections.
 */
export async function serveHttp(service: Service): Promise<RunningServer> {
  const options = {
    requestTimeout: 20_000,
    headersTimeout: 10_000,
    connectionsCheckingInterval: 1_000,
  };
  const server = createServer(options, (request, outgoing) => {
    outgoing.on('error', () => outgoing.destroy());
    handle(request, outgoing, service).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(service.port ?? 0, '127.0.0.1', resolve);
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      // An error here only says that it was closed before.
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close, [Symbol.asyncDispose]: close };
}

/** `undefined` where the percent escapes are broken. */
function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

/** The decoded parts of an absolute path; `slashOptional` lets a single slash at its end count for nothing. */
export function pathSegments(path: string, slashOptional: boolean): (string | undefined)[] {
  const parts = path.split('/').slice(1);
  if (slashOptional && parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts.map(decode);
}
