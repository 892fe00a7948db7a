import type { MockOptions } from '@oidc-admin/mock';
import { agreement, type Exception } from '@oidc-admin/mock/testing';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createWickrMock } from './createWickrMock.ts';
import { sign } from './fixtures/sign.ts';

const now = Date.UTC(2026, 0, 1);
const config = { companyId: 'us-east-1-a', issuer: 'https://login.example.com', scopes: 'openid' };
const options: MockOptions = {
  now: () => now,
  newToken: () => 'a-token',
  seed: {
    resources: { oidcConfig: { '12345678': { '': { ...config, secret: 's', userId: 'u' } } } },
  },
};

const value = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom<unknown>(
      'us-east-1-b',
      'company',
      'https://idp.invalid',
      'openid',
      '',
      5,
      -1,
      1.5,
      '5',
      '𝄞é',
    ),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(null, true, [], {}) },
);
const property = fc.constantFrom(
  'companyId',
  'issuer',
  'scopes',
  'customUsername',
  'extraAuthParams',
  'secret',
  'ssoTokenBufferMinutes',
  'userId',
  'certificate',
  'extra',
);
const changed = fc
  .array(fc.tuple(property, fc.option(value, { nil: undefined })), { maxLength: 3 })
  .map((changes) => JSON.stringify({ ...config, ...Object.fromEntries(changes) }));
const body = fc.oneof(
  { weight: 8, arbitrary: changed },
  { weight: 1, arbitrary: fc.constantFrom('', '{', '[]', 'null', '0', '"text"') },
);
const network = fc.constantFrom(
  '12345678',
  '12345678',
  '87654321',
  '11111111',
  '1234',
  'networks',
  '%31%32345678',
  '1234567%',
);
const query = fc.constantFrom(
  '',
  '',
  '',
  '?code=c&grantType=authorization_code',
  '?code=c',
  '?code=a&code=b',
  '?clientSecret=s&codeVerifier=v&url=u',
  '?unknown=1',
  '?code=%zz',
);
const route = fc.tuple(
  fc.constantFrom(['GET', ''], ['POST', '/save'], ['POST', '/test'], ['HEAD', '']),
  network,
  query,
);
const extra = fc.record(
  {
    accept: fc.constantFrom('*/*', 'application/json', 'text/html'),
    prefer: fc.constantFrom(
      'code=404',
      'code=422',
      'example=vendor',
      'example=none',
      'code=200, example=tokens',
      'dynamic=false',
    ),
    'x-odd': fc.string({ unit: 'grapheme-ascii', maxLength: 20 }),
  },
  { requiredKeys: [] },
);
const type = fc.constantFrom(
  'application/json',
  'application/json',
  'application/json',
  'application/json; charset=utf-8',
  'text/plain',
  'nonsense',
  '',
);
const tampering = fc.constantFrom('', '', '', '', 'none', 'key', 'secret', 'body');

const request = fc.record({ route, body, type, extra, tampering }).map((parts) => {
  const [[method = 'GET', end = ''], id, asked] = parts.route;
  const target = `/networks/${id}/oidc${end}${end === '' ? asked : ''}`;
  const text = method === 'POST' ? parts.body : '';
  const date = new Date(now);
  const signing =
    parts.tampering === 'key'
      ? { key: 'AKIDOTHER', date }
      : parts.tampering === 'secret'
        ? { secret: 'x', date }
        : { date };
  const headers = sign(
    {
      method,
      url: `http://mock.example${target.replaceAll('%', '%25')}`,
      body: parts.tampering === 'body' ? 'x' : text,
    },
    signing,
  );
  if (parts.tampering === 'none') delete headers['authorization'];
  return {
    method,
    target,
    headers: { ...parts.extra, ...headers, 'content-type': parts.type },
    body: text,
  };
});

const onlyModel = ['security', 'permission', 'existence', 'prefix', 'unreachable'];

/** Where Prism and the mock may be of two minds about a request; never about what is answered. */
const exceptions: readonly Exception[] = [
  {
    name: 'unreadable Content-Type',
    why: 'Prism throws on a Content-Type that is no media type; the mock refuses it.',
    applies: ({ request: sent }) => sent.headers['content-type'] === 'nonsense',
  },
  {
    name: 'rules beyond OpenAPI',
    why: 'Signatures, networks that exist, prefixes and what can be reached are known to the model alone.',
    applies: ({ fast, prism }) =>
      prism.violations.length === 0 && fast.broken.every((kind) => onlyModel.includes(kind)),
  },
  {
    name: 'null taken as left out',
    why: 'For Prism null has the wrong type; the facts let a server take it as left out, and the mock does.',
    applies: ({ request: sent, fast }) => fast.broken.length === 0 && /:null/.test(sent.body),
  },
  {
    name: 'parameter sent twice',
    why: 'For Prism two values are a list, which is no text; the mock takes the first, as servers do.',
    applies: ({ request: sent, fast }) =>
      fast.broken.length === 0 && sent.target.includes('code=a&code=b'),
  },
  {
    name: 'no Content-Type',
    why: 'Prism takes a body without Content-Type for the documented one; the facts want it refused.',
    applies: ({ request: sent, fast, prism }) =>
      sent.headers['content-type'] === '' &&
      fast.broken.includes('mediaType') &&
      prism.violations.length === 0,
  },
];

test(
  'the fast path and Prism itself agree on 10,000 mutated requests',
  { timeout: 240_000 },
  async () => {
    const requests = fc.sample(request, { numRuns: 12_500, seed: 7 });
    const result = await agreement(
      (path) => createWickrMock({ ...options, path }),
      requests,
      exceptions,
    );
    expect(result.mismatches).toEqual([]);
    expect(result.compared).toBeGreaterThan(10_000);
    // An exception that is never needed is no longer true.
    expect(Object.entries(result.exceptions).filter(([, count]) => count === 0)).toEqual([]);
  },
);
