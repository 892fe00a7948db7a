import {
  createHash,
  createHmac,
  createSecretKey,
  timingSafeEqual,
  type KeyObject,
} from 'node:crypto';
import type { Caller, Received } from '@oidc-admin/mock';
import { canonicalHeader, canonicalPath, canonicalQuery, compare } from './canonicalRequest.ts';
import { readAuthorization, readDate, type Authorization } from './readAuthorization.ts';

const fiveMinutes = 5 * 60 * 1000;

/** What requests have to be signed with. */
export interface SigningScope {
  /** Secrets by access key id. */
  readonly keys: Readonly<Record<string, string>>;
  readonly region: string;
  readonly service: string;
}

interface Context {
  readonly now: number;
  readonly unchecked: ReadonlySet<string>;
}

/**
 * Makes the check of AWS Signature Version 4 over the real method, path, query, headers and body of a request. A date
 * more than five minutes off is wrong. `unchecked` names parts that a faulty server does not look at.
 * Source: AWS, "Create a signed AWS API request"; WICKR-SIGV4.
 */
export function createVerifier(
  scope: SigningScope,
): (received: Received, context: Context) => Caller {
  const keyOf = signingKeys(scope);
  const wrong = (way: string): Caller => ({ kind: 'wrong', way });
  const right: Caller = { kind: 'signed', role: '' };

  return (received, { now, unchecked }) => {
    const header = received.headers['authorization'];
    if (header === undefined) return unchecked.has('none') ? right : { kind: 'none' };
    const authorization = readAuthorization(header);
    if (authorization === undefined) return unchecked.has('none') ? right : { kind: 'none' };
    const { key, day, region, service } = authorization;
    const known = Object.hasOwn(scope.keys, key);
    if (!known && !unchecked.has('key')) return wrong('key');
    if (region !== scope.region && !unchecked.has('region')) return wrong('region');
    if (service !== scope.service && !unchecked.has('service')) return wrong('service');
    const date = received.headers['x-amz-date'] ?? '';
    const off = Math.abs(now - readDate(date));
    if (!(off <= fiveMinutes && day === date.slice(0, 8)) && !unchecked.has('date'))
      return wrong('date');
    if (unchecked.has('secret')) return right;
    const found = compareSignature(received, authorization, keyOf(authorization), unchecked);
    return found === undefined ? right : wrong(found);
  };
}

/** Undefined where the signature is right, else the part that is known or supposed to be wrong. */
function compareSignature(
  received: Received,
  authorization: Authorization,
  key: KeyObject,
  unchecked: ReadonlySet<string>,
): string | undefined {
  const { headers } = received;
  const { signedHeaders } = authorization;
  if (!signedHeaders.includes('host') || !signedHeaders.includes('x-amz-date')) return 'header';
  const claimed = headers['x-amz-content-sha256'];
  const hash =
    unchecked.has('body') && claimed !== undefined
      ? claimed
      : createHash('sha256').update(received.body).digest('hex');
  if (claimed !== undefined && claimed !== hash) return 'body';
  if (isSigned(received, authorization, key, hash)) return undefined;
  return looksAway(received, authorization, unchecked) ? undefined : 'secret';
}

/** Whether a server that does not look at some part of a request takes this one for signed. */
function looksAway(
  received: Received,
  authorization: Authorization,
  unchecked: ReadonlySet<string>,
): boolean {
  if (unchecked.has('body') && received.body.byteLength > 0) return true;
  // What the query was when it was signed cannot be known, so that every other difference goes unseen with it.
  if (unchecked.has('query')) return true;
  const usual = ['host', 'x-amz-date', 'x-amz-content-sha256', 'content-type', 'content-length'];
  return (
    unchecked.has('header') && authorization.signedHeaders.some((name) => !usual.includes(name))
  );
}

function queryOf({ target }: Received): string {
  const mark = target.indexOf('?');
  return mark < 0 ? '' : target.slice(mark + 1);
}

function isSigned(
  received: Received,
  { scope, signedHeaders, signature }: Authorization,
  key: KeyObject,
  hash: string,
): boolean {
  const mark = received.target.indexOf('?');
  const names = [...signedHeaders].toSorted(compare);
  let lines = '';
  for (const name of names) {
    const value = received.headers[name];
    if (value === undefined) return false;
    lines += canonicalHeader(name, value);
  }
  const path = canonicalPath(mark < 0 ? received.target : received.target.slice(0, mark));
  const request = `${received.method}\n${path}\n${canonicalQuery(queryOf(received))}\n${lines}\n${names.join(';')}\n${hash}`;
  const hashed = createHash('sha256').update(request, 'latin1').digest('hex');
  const text = `AWS4-HMAC-SHA256\n${received.headers['x-amz-date'] ?? ''}\n${scope}\n${hashed}`;
  const expected = createHmac('sha256', key).update(text).digest('hex');
  return (
    signature.length === expected.length &&
    timingSafeEqual(Buffer.from(signature), Buffer.from(expected))
  );
}

/** Derives the key of a day, region and service once, and keeps it as a KeyObject: that is what makes checking fast. */
function signingKeys({ keys }: SigningScope): (authorization: Authorization) => KeyObject {
  const derived = new Map<string, KeyObject>();
  const fallback = Object.values(keys)[0] ?? '';
  return ({ key, day, region, service }) => {
    const name = `${key}/${day}/${region}/${service}`;
    const known = derived.get(name);
    if (known !== undefined) return known;
    const secret = Object.hasOwn(keys, key) ? (keys[key] ?? '') : fallback;
    let bytes: Buffer = Buffer.from(`AWS4${secret}`);
    for (const part of [day, region, service, 'aws4_request'])
      bytes = createHmac('sha256', bytes).update(part).digest();
    const made = createSecretKey(bytes);
    // Wrong days, regions and services come from callers without end.
    if (derived.size >= 100) derived.clear();
    derived.set(name, made);
    return made;
  };
}
