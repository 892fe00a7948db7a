import { createHash, timingSafeEqual } from 'node:crypto';
import aws4 from 'aws4';
import type { ReceivedRequest } from './serveHttp.ts';

/** What a server expects a request to be signed with. */
type ExpectedSignature = {
  accessKeyId: string;
  secretAccessKey: string;
  region: string;
  service: string;
};

/** Why a request counts as not signed rightly; the first that applies. */
type SignatureFault =
  | 'unsigned'
  | 'malformedAuthorization'
  | 'unknownKey'
  | 'wrongScope'
  | 'wrongDate'
  | 'headerNotSigned'
  | 'wrongBodyHash'
  | 'wrongSignature';

const SKEW_MILLISECONDS = 5 * 60 * 1000;

/** The headers that aws4 adds to those it is given: they are signed only where the sender did. */
const added = ['content-type', 'content-length'];

type Authorization = { credential: string[]; signedHeaders: string[]; signature: string };

/**
 * Checks the AWS Signature Version 4 in the `Authorization` header of a request: aws4, which shares no code with the
 * product, signs the request once more. `now` is in milliseconds since 1970; a date more than five minutes off is
 * refused. Gives the fault, or `undefined` where the signature is right. Source: AWS, "Create a signed AWS API request".
 */
export function findSignatureFault(
  call: ReceivedRequest,
  expected: ExpectedSignature,
  now: number,
): SignatureFault | undefined {
  const header = call.headers['authorization']?.[0];
  if (header === undefined) return 'unsigned';
  const authorization = readAuthorization(header);
  if (authorization === undefined) return 'malformedAuthorization';
  const { credential, signedHeaders, signature } = authorization;
  const [accessKeyId, day, region, service, ending] = credential;
  if (accessKeyId !== expected.accessKeyId) return 'unknownKey';
  if (region !== expected.region || service !== expected.service || ending !== 'aws4_request')
    return 'wrongScope';
  const date = call.headers['x-amz-date']?.join(',') ?? '';
  if (!(Math.abs(now - readDate(date)) <= SKEW_MILLISECONDS) || day !== date.slice(0, 8))
    return 'wrongDate';
  const missing = signedHeaders.some((name) => call.headers[name] === undefined);
  if (missing || !signedHeaders.includes('host') || !signedHeaders.includes('x-amz-date'))
    return 'headerNotSigned';
  const claimedHash = call.headers['x-amz-content-sha256']?.join(',');
  if (claimedHash !== undefined && claimedHash !== hashOf(call.body)) return 'wrongBodyHash';
  return isEqual(signature, signAgain(call, expected, signedHeaders))
    ? undefined
    : 'wrongSignature';
}

function signAgain(
  { method, path, query, headers, body }: ReceivedRequest,
  { region, service, ...keys }: ExpectedSignature,
  names: readonly string[],
): string {
  // Node hands over one character for each byte of the target; aws4 wants text.
  const target = Buffer.from(query === '' ? path : `${path}?${query}`, 'latin1').toString();
  const request = {
    method,
    path: target,
    headers: Object.fromEntries(names.map((name) => [name, headers[name]?.join(',')])),
    body,
    region,
    service,
    extraHeadersToInclude: flags(names),
    extraHeadersToIgnore: flags(added),
  };
  try {
    return (
      readAuthorization(String(aws4.sign(request, keys).headers?.['Authorization']))?.signature ??
      ''
    );
  } catch {
    // A target with broken percent escapes: no right signature can exist.
    return '';
  }
}

function flags(names: readonly string[]): Readonly<Record<string, boolean>> {
  return Object.fromEntries(names.map((name) => [name, true]));
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
  if (parts.size !== 3 || credential?.length !== 5 || !signedHeaders || signature === undefined)
    return undefined;
  return { credential, signedHeaders, signature };
}

/** NaN for what is no date. */
function readDate(value: string): number {
  const iso = value.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  return iso === value ? Number.NaN : Date.parse(iso);
}

function hashOf(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex');
}

function isEqual(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}
