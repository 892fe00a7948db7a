import { createHash, timingSafeEqual } from 'node:crypto';
import { Sha256 } from '@oidc-admin/client/sha256';
import type { Caller, Received } from '@oidc-admin/mock';
import { SignatureV4, type SignatureV4CryptoInit } from '@smithy/signature-v4';
import { readAuthorization, readDate, type Authorization } from './readAuthorization.ts';

const fiveMinutes = 5 * 60 * 1000;

/** What requests have to be signed with. */
export interface SignatureExpectation {
  /** Secrets by access key id. */
  readonly keys: Readonly<Record<string, string>>;
  /** Those of callers who are known, and have no permission. */
  readonly otherKeys?: Readonly<Record<string, string>>;
  /** Session tokens by access key id, of keys that are valid with one only; a token of any other key is wrong. */
  readonly sessionTokens?: Readonly<Record<string, string>>;
  readonly region: string;
  readonly service: string;
  /** In milliseconds since the epoch. A date more than five minutes off is wrong. */
  readonly now: number;
}

/** The role of callers whose permissions allow the operations. */
export const administrator = 'administrator';

/**
 * Checks AWS Signature Version 4 over the real method, path, query, headers and body of a request: AWS's own library signs
 * it anew. A wrong caller has the first part that is known to be wrong as its way; where only the signature differs,
 * that is `secret`, whatever was changed.
 * Source: AWS, "Create a signed AWS API request"; WICKR-SIGV4.
 */
export async function verifySignature(
  received: Received,
  { otherKeys = {}, ...known }: SignatureExpectation,
): Promise<Caller> {
  const expected = { ...known, keys: { ...known.keys, ...otherKeys } };
  const authorization = readAuthorization(received.headers['authorization'] ?? '');
  if (authorization === undefined) return { kind: 'none' };
  const way =
    wrongScope(received, authorization, expected) ??
    wrongHeaders(received, authorization) ??
    (await wrongSignature(received, authorization, expected));
  if (way !== undefined) return { kind: 'wrong', way };
  const isOther = Object.hasOwn(otherKeys, authorization.key);
  return { kind: 'signed', role: isOther ? 'other' : administrator };
}

function wrongScope(
  { headers }: Received,
  { key, day, region, service }: Authorization,
  expected: SignatureExpectation,
): string | undefined {
  if (!Object.hasOwn(expected.keys, key)) return 'key';
  const { sessionTokens = {} } = expected;
  const token = Object.hasOwn(sessionTokens, key) ? sessionTokens[key] : undefined;
  if (headers['x-amz-security-token'] !== token) return 'key';
  if (region !== expected.region) return 'region';
  if (service !== expected.service) return 'service';
  const date = headers['x-amz-date'] ?? '';
  const off = Math.abs(expected.now - readDate(date));
  if (!(off <= fiveMinutes)) return 'date';
  return day === date.slice(0, 8) ? undefined : 'scopeDate';
}

function wrongHeaders(
  { headers, body }: Received,
  { signedHeaders }: Authorization,
): string | undefined {
  if (!signedHeaders.includes('host') || !signedHeaders.includes('x-amz-date')) return 'header';
  // Whatever tells the service what to do has to be signed, and whatever is said to be signed has to be there.
  const isUnsigned = (name: string): boolean =>
    name.startsWith('x-amz-') && !signedHeaders.includes(name);
  if (Object.keys(headers).some(isUnsigned)) return 'header';
  if (signedHeaders.some((name) => !Object.hasOwn(headers, name))) return 'header';
  const claimed = headers['x-amz-content-sha256'];
  if (claimed === undefined) return undefined;
  if (claimed === 'UNSIGNED-PAYLOAD') return 'unsignedPayload';
  return claimed === createHash('sha256').update(body).digest('hex') ? undefined : 'payloadHash';
}

interface SignerTerms {
  readonly key: string;
  readonly secret: string;
  readonly region: string;
  readonly service: string;
}

/** Signers by all that they sign with: nearly all requests come with the same, and making one takes a sixth of the check. */
const signers = new Map<string, SignatureV4>();
/** Regions and services may be whatever a request says where a fault overlooks them. */
const mostSigners = 100;

function signerWith(terms: SignerTerms): SignatureV4 {
  const { key, secret, region, service } = terms;
  const name = JSON.stringify([key, secret, region, service]);
  const known = signers.get(name);
  if (known !== undefined) return known;
  const made = new SignatureV4({
    credentials: { accessKeyId: key, secretAccessKey: secret },
    region,
    service,
    sha256: Sha256 as SignatureV4CryptoInit['sha256'],
    applyChecksum: false,
  });
  if (signers.size >= mostSigners) signers.clear();
  signers.set(name, made);
  return made;
}

async function wrongSignature(
  received: Received,
  { key, region, service, signedHeaders, signature }: Authorization,
  { keys }: SignatureExpectation,
): Promise<string | undefined> {
  const { method, headers, body } = received;
  const signer = signerWith({ key, secret: keys[key] ?? '', region, service });
  const signed = await signer.sign(
    {
      method,
      ...partsOf(`${received.prefix ?? ''}${received.target}`),
      protocol: 'http:',
      hostname: '',
      headers: Object.fromEntries(signedHeaders.map((name) => [name, headers[name] ?? ''])),
      body,
    },
    {
      signingDate: new Date(readDate(headers['x-amz-date'] ?? '')),
      signableHeaders: new Set(signedHeaders),
    },
  );
  const expected = Buffer.from(/[0-9a-f]+$/.exec(signed.headers['authorization'] ?? '')?.[0] ?? '');
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected)
    ? undefined
    : 'secret';
}

/** Path and query as the library takes them. Targets arrive with one character a byte. */
function partsOf(target: string) {
  const [path = '', ...queries] = Buffer.from(target, 'latin1').toString('utf8').split('?');
  const query = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(queries.join('?'))) {
    const values = query.get(name);
    if (values === undefined) query.set(name, [value]);
    else values.push(value);
  }
  return { path, query: Object.fromEntries(query) };
}
