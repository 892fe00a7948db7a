import type { Received } from '@oidc-admin/mock';
import { expect, test } from 'vitest';
import { verifyWithout } from './faults/verifyWithout.ts';
import { sign, type Signing } from './fixtures/sign.ts';
import { verifySignature, type SignatureExpectation } from './verifySignature.ts';

const now = Date.UTC(2026, 0, 1);
const expected: SignatureExpectation = {
  keys: { AKIDEXAMPLE: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' },
  region: 'us-east-1',
  service: 'wickr',
  now,
};

interface Tampering {
  readonly signing?: Signing;
  /** What is signed, where that is not what is sent. */
  readonly body?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What is sent, where that is not what is signed. */
  readonly sent?: Readonly<Record<string, string>>;
}

function received({
  signing,
  body = '{"a":1}',
  query = '?a=1',
  headers,
  sent,
}: Tampering): Received {
  const url = `http://mock.example/networks/12345678/oidc${query}`;
  const signed = sign(
    { method: 'POST', url, body, headers: headers ?? {} },
    { date: new Date(now), ...signing },
  );
  return {
    method: 'POST',
    target: '/networks/12345678/oidc?a=1',
    headers: { host: 'mock.example', ...signed, ...sent },
    body: Buffer.from('{"a":1}'),
  };
}

const right = received({});
const { authorization: _, ...unsigned } = right.headers;
const ofAnotherDay = right.headers['authorization']?.replace(/\/\d{8}\//, '/20000101/') ?? '';
const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** A request signed in each wrong way, what the verifier calls it, and which servers let it in beside the one of its own way. */
const wrong: readonly (readonly [
  way: string,
  found: string,
  alsoLetInBy: string,
  request: Received,
])[] = [
  ['none', 'none', '', { ...right, headers: unsigned }],
  ['key', 'key', '', received({ signing: { key: 'AKIDOTHER' } })],
  ['service', 'service', '', received({ signing: { service: 's3' } })],
  ['region', 'region', '', received({ signing: { region: 'eu-west-1' } })],
  ['date', 'date', '', received({ signing: { date: new Date(now - 360_000) } })],
  [
    'scopeDate',
    'scopeDate',
    '',
    { ...right, headers: { ...right.headers, authorization: ofAnotherDay } },
  ],
  ['secret', 'secret', 'body path query', received({ signing: { secret: 'another' } })],
  ['query', 'secret', 'secret body path', received({ query: '?a=1&b=2' })],
  ['path', 'secret', 'secret body query', { ...right, target: '/networks/87654321/oidc?a=1' }],
  ['body', 'secret', 'secret path query', received({ body: '{"a":2}' })],
  [
    'payloadHash',
    'payloadHash',
    '',
    received({ headers: { 'x-amz-content-sha256': emptyHash }, body: '' }),
  ],
  [
    'unsignedPayload',
    'unsignedPayload',
    '',
    received({ headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } }),
  ],
  [
    'header',
    'secret',
    'secret body path query',
    received({ headers: { 'x-amz-meta-a': 'signed' }, sent: { 'x-amz-meta-a': 'sent' } }),
  ],
];
const strict: readonly (readonly [what: string, way: string, request: Received])[] = [
  [
    'a header for the service that is not signed',
    'header',
    received({ sent: { 'x-amz-target': 'a' } }),
  ],
  [
    'a header that is signed and was left out',
    'header',
    without(received({ headers: { 'x-amz-meta-a': '1' } }), 'x-amz-meta-a'),
  ],
  [
    'a session token of a key that has none',
    'key',
    received({ headers: { 'x-amz-security-token': 'the-token' } }),
  ],
];
const strictWithToken: typeof strict = [
  [
    'a session token that is not signed',
    'header',
    received({ sent: { 'x-amz-security-token': 'the-token' } }),
  ],
  [
    'a session token that is another',
    'key',
    received({ headers: { 'x-amz-security-token': 'another' } }),
  ],
  ['no session token', 'key', received({})],
];

function without({ headers, ...request }: Received, name: string): Received {
  const { [name]: _left, ...rest } = headers;
  return { ...request, headers: rest };
}

const ways = [...new Set(wrong.map(([way]) => way))];

test('a right signature is found right, by faulty servers too', async () => {
  expect(await verifySignature(right, expected)).toEqual({ kind: 'signed', role: 'administrator' });
  expect(await verifyWithout(ways, right, expected)).toEqual({
    kind: 'signed',
    role: 'administrator',
  });
});

const withToken = { ...expected, sessionTokens: { AKIDEXAMPLE: 'the-token' } };

test('a key that needs a session token is right with it', async () => {
  const request = received({ headers: { 'x-amz-security-token': 'the-token' } });
  expect(await verifySignature(request, withToken)).toEqual({
    kind: 'signed',
    role: 'administrator',
  });
});

test.each(strict)('%s is refused for its %s', async (_what, way, request) => {
  expect(await verifySignature(request, expected)).toEqual({ kind: 'wrong', way });
});

test.each(strictWithToken)('%s is refused for its %s', async (_what, way, request) => {
  expect(await verifySignature(request, withToken)).toEqual({ kind: 'wrong', way });
});

test.each(['constructor', 'toString', 'hasownproperty', '__proto__', 'valueof'])(
  'a header %s is a header like any other',
  async (name) => {
    const claimed = received({});
    const authorization = claimed.headers['authorization']?.replace('host;', `${name};host;`);
    const request = {
      ...claimed,
      headers: { ...claimed.headers, authorization: String(authorization) },
    };
    expect(await verifySignature(request, expected)).toEqual({ kind: 'wrong', way: 'header' });
  },
);

test.each(wrong)('wrong %s: found as %s', async (_way, found, _alsoLetInBy, request) => {
  expect(await verifySignature(request, expected)).toEqual(
    found === 'none' ? { kind: 'none' } : { kind: 'wrong', way: found },
  );
});

test.each(wrong)(
  'wrong %s (%s): let in by a server that overlooks it, or %s',
  async (way, _found, alsoLetInBy, request) => {
    const lettingIn = [];
    for (const overlooked of ways) {
      const { kind } = await verifyWithout([overlooked], request, expected);
      if (kind === 'signed') lettingIn.push(overlooked);
    }
    expect(lettingIn.toSorted()).toEqual(
      [way, ...alsoLetInBy.split(' ')].filter(Boolean).toSorted(),
    );
  },
);

test('two overlooked ways let in what is wrong in both', async () => {
  const request = received({ signing: { region: 'eu-west-1', service: 's3' } });
  const kinds = await Promise.all(
    [['region'], ['service'], ['region', 'service']].map(
      async (overlooked) => (await verifyWithout(overlooked, request, expected)).kind,
    ),
  );
  expect(kinds).toEqual(['wrong', 'wrong', 'signed']);
});

/** Targets, and what is signed of them: the path encoded once more, the query decoded and encoded in one way. */
test.each([
  ['/networks/a%2Fb/oidc', '/networks/a%252Fb/oidc'],
  ['/networks/./a//../b/', '/networks/b/'],
  ['/x?b=2&a=%7e&a=+', '/x?a=%20&a=~&b=2'],
  ['/x?a=%zz&b', '/x?a=%25zz&b='],
  [Buffer.from('/ä').toString('latin1'), '/%C3%A4'],
])('what is signed of %s is %s', async (target, signedTarget) => {
  const headers = sign(
    { method: 'GET', url: `http://mock.example${signedTarget}` },
    { date: new Date(now) },
  );
  const request = { method: 'GET', target, body: Buffer.alloc(0) };
  const sent = { ...request, headers: { host: 'mock.example', ...headers } };
  expect(await verifySignature(sent, expected)).toEqual({ kind: 'signed', role: 'administrator' });
});
