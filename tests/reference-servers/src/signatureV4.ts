import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { ReceivedRequest } from './serveHttp.ts';

/** What a server expects a request to be signed with. */
export type ExpectedSignature = {
  accessKeyId: string;
  secretAccessKey: string;
  region: string;
  service: string;
};

/** Why a request counts as not signed rightly; the first that applies. */
export type SignatureFault =
  | 'unsigned'
  | 'malformedAuthorization'
  | 'unknownKey'
  | 'wrongScope'
  | 'wrongDate'
  | 'headerNotSigned'
  | 'wrongBodyHash'
  | 'wrongSignature';

const SKEW_MILLISECONDS = 5 * 60 * 1000;

type Authorization = { credential: string[]; signedHeaders: string[]; signature: string };

function sha256(data: Buffer | string): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: Buffer | string, data: string): Buffer {
  return createHmac('sha256', key).update(data, 'utf8').digest();
}

/** Percent-encodes every byte that is not unreserved; node hands over targets with one character a byte. */
function encodeBytes(bytes: Buffer): string {
  return Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9\-._~]/.test(character)
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}

function decodeQueryPart(part: string): Buffer {
  const text = part
    .replaceAll('+', ' ')
    .replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    );
  return Buffer.from(text, 'latin1');
}

function compare(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}

/** The path as sent, without `.`, `..` and empty parts, encoded once more: all services but S3 sign it so. */
function canonicalPath(path: string): string {
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') kept.pop();
    else if (part !== '' && part !== '.') kept.push(encodeBytes(Buffer.from(part, 'latin1')));
  }
  const end = kept.length > 0 && path.endsWith('/') ? '/' : '';
  return `/${kept.join('/')}${end}`;
}

function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const mark = pair.indexOf('=');
      const parts = mark < 0 ? [pair, ''] : [pair.slice(0, mark), pair.slice(mark + 1)];
      return parts.map((part) => encodeBytes(decodeQueryPart(part)));
    })
    .toSorted(
      ([name = '', value = ''], [otherName = '', otherValue = '']) =>
        compare(name, otherName) || compare(value, otherValue),
    )
    .map((pair) => pair.join('='))
    .join('&');
}

function canonicalHeader(name: string, values: string[]): string {
  return `${name}:${values.map((value) => value.trim().replace(/[ \t]+/g, ' ')).join(',')}\n`;
}

function readAuthorization(value: string): Authorization | undefined {
  const matched = /^AWS4-HMAC-SHA256\s+(.+)$/.exec(value);
  const parts = new Map<string, string>();
  for (const part of matched?.[1]?.split(',') ?? []) {
    const mark = part.indexOf('=');
    const name = part.slice(0, mark).trim();
    if (mark < 0 || parts.has(name)) return undefined;
    parts.set(name, part.slice(mark + 1).trim());
  }
  const credential = parts.get('Credential')?.split('/');
  const signedHeaders = parts.get('SignedHeaders')?.split(';');
  const signature = parts.get('Signature');
  if (
    parts.size !== 3 ||
    credential?.length !== 5 ||
    signedHeaders === undefined ||
    signature === undefined
  )
    return undefined;
  return { credential, signedHeaders, signature };
}

function readDate(value: string): number {
  const matched = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(value);
  if (matched === null) return Number.NaN;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = matched
    .slice(1)
    .map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/**
 * Checks the AWS Signature Version 4 in the `Authorization` header of a request against its real method, path, query, headers
 * and body. `now` is in milliseconds since 1970; a date more than five minutes off is refused. Gives the fault, or `undefined`
 * where the signature is right. Source: AWS, "Create a signed AWS API request".
 */
export function findSignatureFault(
  call: ReceivedRequest,
  scope: ExpectedSignature,
  now: number,
): SignatureFault | undefined {
  const header = call.headers['authorization']?.[0];
  if (header === undefined) return 'unsigned';
  const authorization = readAuthorization(header);
  if (authorization === undefined) return 'malformedAuthorization';
  const { credential, signedHeaders, signature } = authorization;
  const [accessKeyId, day, region, service, ending] = credential;
  if (accessKeyId !== scope.accessKeyId) return 'unknownKey';
  if (region !== scope.region || service !== scope.service || ending !== 'aws4_request')
    return 'wrongScope';

  const date = call.headers['x-amz-date']?.join(',') ?? '';
  const time = readDate(date);
  if (Number.isNaN(time) || Math.abs(now - time) > SKEW_MILLISECONDS || day !== date.slice(0, 8))
    return 'wrongDate';
  if (!signedHeaders.includes('host') || !signedHeaders.includes('x-amz-date'))
    return 'headerNotSigned';

  const bodyHash = sha256(call.body);
  const claimedHash = call.headers['x-amz-content-sha256'];
  if (claimedHash !== undefined && claimedHash.join(',') !== bodyHash) return 'wrongBodyHash';

  const lines: string[] = [];
  const names = signedHeaders.toSorted(compare);
  for (const name of names) {
    const values = call.headers[name];
    if (values === undefined) return 'headerNotSigned';
    lines.push(canonicalHeader(name, values));
  }
  const path = canonicalPath(call.path);
  const request = [
    call.method,
    path,
    canonicalQuery(call.query),
    lines.join(''),
    names.join(';'),
    bodyHash,
  ].join('\n');
  const toSign = [
    'AWS4-HMAC-SHA256',
    date,
    credential.slice(1).join('/'),
    sha256(Buffer.from(request, 'latin1')),
  ].join('\n');
  const key = credential
    .slice(1)
    .reduce<Buffer | string>((outer, part) => hmac(outer, part), `AWS4${scope.secretAccessKey}`);
  const expected = Buffer.from(hmac(key, toSign).toString('hex'));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected)
    ? undefined
    : 'wrongSignature';
}
