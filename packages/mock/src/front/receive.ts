import type { IncomingMessage } from 'node:http';
import { noBytes, type Received } from '../exchange.ts';

/** The largest body that is read, in bytes. */
export const largestBody = 1024 * 1024;

/** What became of reading a request: it is complete, larger than allowed, or the connection broke. */
export type Reading = { readonly kind: 'complete' | 'tooLarge'; readonly received: Received };

/** Reads a request to its end and hands it over once; never, where the connection breaks before that. */
export function receive(message: IncomingMessage, done: (reading: Reading) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const finish = (kind: Reading['kind']): void => {
    message.removeAllListeners('data').removeAllListeners('end');
    const body = kind === 'tooLarge' || size === 0 ? noBytes : bytesOf(chunks);
    done({ kind, received: receivedOf(message, body) });
  };
  // On a broken connection no response can be sent.
  message.on('error', () => {});
  if (Number(message.headers['content-length']) > largestBody) return finish('tooLarge');
  message.on('data', (chunk: Buffer) => {
    size += chunk.byteLength;
    if (size > largestBody) finish('tooLarge');
    else chunks.push(chunk);
  });
  message.on('end', () => finish('complete'));
}

function bytesOf(chunks: Buffer[]): Uint8Array {
  const [only] = chunks;
  return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
}

function receivedOf(message: IncomingMessage, body: Uint8Array): Received {
  return {
    method: message.method ?? 'GET',
    target: originForm(message.url ?? '/'),
    headers: joined(message.headers),
    body,
  };
}

/** The path and query of a request target; proxies are sent whole URLs. */
function originForm(target: string): string {
  if (target.startsWith('/')) return target;
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*(.*)$/i.exec(target)?.[1] ?? '';
  return path.startsWith('/') ? path : `/${path}`;
}

function joined(headers: IncomingMessage['headers']): Record<string, string> {
  const result: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) result[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return result;
}
