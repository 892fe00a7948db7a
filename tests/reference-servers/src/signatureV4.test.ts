import { describe, expect, it } from 'vitest';
import type { ReceivedRequest } from './serveHttp.ts';
import { findSignatureFault } from './signatureV4.ts';

// Requests and signatures are those of the published Signature Version 4 test suite, without the one whose path holds
// bytes that no HTTP client may send (aws4 would escape them twice).
const scope = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
  service: 'service',
};
const now = Date.UTC(2015, 7, 30, 12, 36);

type Vector = {
  name: string;
  signature: string;
  more?: Partial<ReceivedRequest>;
  headers?: Record<string, string[]>;
};

const vectors: Vector[] = [
  {
    name: 'get-vanilla',
    signature: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  },
  {
    name: 'post-x-www-form-urlencoded',
    signature: 'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
    more: { method: 'POST', body: Buffer.from('Param1=value1') },
    headers: { 'content-type': ['application/x-www-form-urlencoded'] },
  },
  {
    name: 'get-vanilla-query-order-value',
    signature: '5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694',
    more: { query: 'Param1=value2&Param1=value1' },
  },
  {
    name: 'get-header-value-trim',
    signature: 'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
    headers: { 'my-header1': ['value1'], 'my-header2': ['"a   b   c"'] },
  },
  {
    name: 'get-slashes',
    signature: '9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84',
    more: { path: '//example//' },
  },
  {
    name: 'get-vanilla-with-session-token',
    signature: '07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8',
    headers: {
      'x-amz-security-token': ['6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267'],
    },
  },
];

function callOf(
  { signature, more, headers }: Vector,
  change: { credential?: string; signed?: string } = {},
): ReceivedRequest {
  const all = { host: ['example.amazonaws.com'], 'x-amz-date': ['20150830T123600Z'], ...headers };
  const signed = change.signed ?? Object.keys(all).toSorted().join(';');
  const credential = change.credential ?? 'AKIDEXAMPLE/20150830/us-east-1/service/aws4_request';
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signed}, Signature=${signature}`;
  const plain = { method: 'GET', path: '/', query: '', body: Buffer.alloc(0), tooLarge: false };
  return { ...plain, ...more, headers: { ...all, authorization: [authorization] } };
}

const vanilla: Vector = {
  name: 'get-vanilla',
  signature: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
};

describe('findSignatureFault', () => {
  it.each(vectors)('accepts the vector $name', (vector) => {
    expect(findSignatureFault(callOf(vector), scope, now)).toBeUndefined();
  });

  it.each(vectors)('refuses the vector $name with any part changed', (vector) => {
    const call = callOf(vector);
    expect(findSignatureFault({ ...call, method: 'PUT' }, scope, now)).toBe('wrongSignature');
    expect(findSignatureFault({ ...call, path: '/other' }, scope, now)).toBe('wrongSignature');
    expect(findSignatureFault({ ...call, query: 'more=1' }, scope, now)).toBe('wrongSignature');
    expect(findSignatureFault({ ...call, body: Buffer.from('more') }, scope, now)).toBe(
      'wrongSignature',
    );
    const moved = { ...call.headers, host: ['example.org'] };
    expect(findSignatureFault({ ...call, headers: moved }, scope, now)).toBe('wrongSignature');
  });

  it('allows five minutes and not a millisecond more, on both sides', () => {
    const call = callOf(vanilla);
    const skew = 5 * 60 * 1000;
    expect(findSignatureFault(call, scope, now + skew)).toBeUndefined();
    expect(findSignatureFault(call, scope, now - skew)).toBeUndefined();
    expect(findSignatureFault(call, scope, now + skew + 1)).toBe('wrongDate');
    expect(findSignatureFault(call, scope, now - skew - 1)).toBe('wrongDate');
  });

  it.each([
    ['unknownKey', { credential: 'AKIDOTHER/20150830/us-east-1/service/aws4_request' }],
    ['wrongDate', { credential: 'AKIDEXAMPLE/20150829/us-east-1/service/aws4_request' }],
    ['wrongScope', { credential: 'AKIDEXAMPLE/20150830/us-west-2/service/aws4_request' }],
    ['wrongScope', { credential: 'AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request' }],
    ['wrongScope', { credential: 'AKIDEXAMPLE/20150830/us-east-1/service/aws5_request' }],
    ['malformedAuthorization', { credential: 'AKIDEXAMPLE' }],
    ['headerNotSigned', { signed: 'host' }],
    ['headerNotSigned', { signed: 'x-amz-date' }],
    ['headerNotSigned', { signed: 'absent;host;x-amz-date' }],
  ])('says %s for %o', (fault, change) => {
    expect(findSignatureFault(callOf(vanilla, change), scope, now)).toBe(fault);
  });

  it('says unsigned, malformedAuthorization and wrongBodyHash', () => {
    const call = callOf(vanilla);
    const { authorization: _, ...unsigned } = call.headers;
    expect(findSignatureFault({ ...call, headers: unsigned }, scope, now)).toBe('unsigned');
    for (const value of [
      '',
      'Basic QUJD',
      'AWS4-HMAC-SHA256',
      'AWS4-HMAC-SHA256 ,,=',
      `${call.headers['authorization']?.[0]}, Signature=0`,
    ]) {
      const headers = { ...call.headers, authorization: [value] };
      expect(findSignatureFault({ ...call, headers }, scope, now)).toBe('malformedAuthorization');
    }
    const hashed = { ...call.headers, 'x-amz-content-sha256': ['0'] };
    expect(findSignatureFault({ ...call, headers: hashed }, scope, now)).toBe('wrongBodyHash');
  });
});
