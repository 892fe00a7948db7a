import type { IncomingMessage, ServerResponse } from 'node:http';
import { noBytes, type Received } from '../exchange.ts';

/** The largest body that is read, in bytes. */
export const largestBody = 1024 * 1024;

/** How many bytes of bodies may be under way at a time, over all connections. */
const roomForBodies = 64 * 1024 * 1024;

/** What became of reading a request: it is complete, larger than allowed, or more than there is room for. */
export type Reading = {
  readonly kind: 'complete' | 'tooLarge' | 'tooMuch';
  readonly received: Received;
};

/** The bytes of bodies that one server holds, from their arrival until their response was sent. */
export class BodyRoom {
  #held = 0;

  /** Whether there is room for so many more; takes it if there is. */
  take(bytes: number): boolean {
    if (this.#held + bytes > roomForBodies) return false;
    this.#held += bytes;
    return true;
  }

  free(bytes: number): void {
    this.#held -= bytes;
  }
}

/** Reads a request to its end and hands it over once; never, where the connection breaks before that. */
export function receive(
  message: IncomingMessage,
  response: ServerResponse,
  bodies: BodyRoom,
  done: (reading: Reading) => void,
): void {
  let chunks: Buffer[] = [];
  let held = 0;
  let size = 0;
  const finish = (kind: Reading['kind']): void => {
    message.removeAllListeners('data').removeAllListeners('end');
    const body = kind !== 'complete' || size === 0 ? noBytes : bytesOf(chunks);
    chunks = [];
    done({ kind, received: receivedOf(message, body) });
  };
  if (Number(message.headers['content-length']) > largestBody) return finish('tooLarge');
  message.on('data', (chunk: Buffer) => {
    size += chunk.byteLength;
    if (size > largestBody) return finish('tooLarge');
    if (!bodies.take(chunk.byteLength)) return finish('tooMuch');
    held += chunk.byteLength;
    chunks.push(chunk);
  });
  response.once('close', () => bodies.free(held));
  message.on('end', () => finish('complete'));
}

function bytesOf(chunks: Buffer[]): Uint8Array {
  const [only] = chunks;
  return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
}

/** A request without its body. */
export function headOf(message: IncomingMessage): Received {
  return receivedOf(message, noBytes);
}

function receivedOf(message: IncomingMessage, body: Uint8Array): Received {
  return {
    method: message.method ?? 'GET',
    target: originForm(message.url ?? '/'),
    headers: headersOf(message.rawHeaders),
    body,
    ...('encrypted' in message.socket ? { secure: true } : {}),
  };
}

/** The path and query of a request target; proxies are sent whole URLs. */
export function originForm(target: string): string {
  if (target.startsWith('/')) return target;
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*(.*)$/i.exec(target)?.[1] ?? '';
  return path.startsWith('/') ? path : `/${path}`;
}

/** Fields that can be there only once: of several, the first counts. */
const single = new Set(['authorization', 'content-length', 'content-type', 'host', 'user-agent']);

/** Header fields by their names in lower case, whatever these are: `constructor` is a name like any other. */
function headersOf(raw: readonly string[]): Record<string, string> {
  const headers = Object.create(null) as Record<string, string>;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase();
    const value = raw[index + 1] ?? '';
    const known = headers[name];
    if (known === undefined) headers[name] = value;
    else if (!single.has(name))
      headers[name] = `${known}${name === 'cookie' ? '; ' : ', '}${value}`;
  }
  return headers;
}
