import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { Buffer } from 'buffer/';

/*
 * What the mocks use of Node's modules, for the page that tries them. Of hashes only SHA-256 is there; browsers have none that answers
 * at once.
 */
export { Buffer };
export { dequal as isDeepStrictEqual } from 'dequal';

type Data = string | Uint8Array;

interface Digest {
  update(data: Data): Digest;
  digest(): Buffer;
  digest(encoding: 'hex' | 'base64' | 'base64url'): string;
}

function bytesOf(data: Data): Uint8Array {
  return typeof data === 'string' ? new TextEncoder().encode(data) : data;
}

function digestOf(
  name: string,
  hash: { update(data: Uint8Array): unknown; digest(): Uint8Array },
): Digest {
  if (name !== 'sha256') throw new Error(`there is no ${name} in this page`);
  function digest(): Buffer;
  function digest(encoding: string): string;
  function digest(encoding?: string): Buffer | string {
    const bytes = Buffer.from(hash.digest());
    if (encoding === undefined) return bytes;
    if (encoding !== 'base64url') return bytes.toString(encoding);
    return bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  }
  const made: Digest = {
    update: (data) => {
      hash.update(bytesOf(data));
      return made;
    },
    digest,
  };
  return made;
}

/** As node:crypto makes it. Throws for another hash than SHA-256. */
export function createHash(name: string): Digest {
  return digestOf(name, sha256.create());
}

/** The same with a key. */
export function createHmac(name: string, key: Data): Digest {
  return digestOf(name, hmac.create(sha256, bytesOf(key)));
}

/** A key is its bytes here. */
export function createSecretKey(key: Data): Uint8Array {
  return bytesOf(key);
}

/** Compares without a promise of equal times: nobody measures a page of their own. */
export function timingSafeEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

/** Random bytes of the browser. */
export function randomBytes(length: number): Buffer {
  return Buffer.from(globalThis.crypto.getRandomValues(new Uint8Array(length)));
}

/** A random id of the browser; only on https and localhost, as browsers have it. */
export function randomUUID(): string {
  return globalThis.crypto.randomUUID();
}

/** As node:querystring reads a query. */
export function parse(query: string): Record<string, string | string[]> {
  const found = new URLSearchParams(query);
  return Object.fromEntries(
    [...new Set(found.keys())].map((name) => {
      const [first = '', ...rest] = found.getAll(name);
      return [name, rest.length === 0 ? first : [first, ...rest]];
    }),
  );
}
