import * as fc from 'fast-check';
import type { Attack, AttackedApi } from './attack.ts';
import { hostileBodies, hostileTypes } from './hostileBodies.ts';
import { rawAttacks } from './rawAttacks.ts';

const builtIn = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];
const oddNames = fc.oneof(
  fc.constantFrom(...builtIn, 'x-amz-target', 'x-amz-security-token', 'x-http-method-override'),
  fc.string({ unit: fc.constantFrom('a', '-', '_', '1', '!', '~'), minLength: 1, maxLength: 300 }),
);
/** Whatever a field may hold: visible characters, bytes above them, and tabs. */
const oddValues = fc.oneof(
  fc.constantFrom(...builtIn, '', '*', 'null', 'a, b', '%00', '${jndi:ldap://a}', '\t'),
  fc.string({
    unit: fc.constantFrom('a', ' ', '"', ';', ',', '\u00e9', '\u0080'),
    maxLength: 2000,
  }),
);
const header = fc.tuple(oddNames, oddValues);

const credentials = fc
  .oneof(
    fc.constantFrom('Bearer token', 'Basic YTpi', 'token, token', ...builtIn),
    fc.string({ unit: fc.constantFrom('a', '=', '+', '/'), maxLength: 8000 }),
    fc
      .tuple(
        fc.constantFrom('AKIDEXAMPLE', ...builtIn),
        fc.constantFrom('host', 'host;x-amz-date', ...builtIn),
      )
      .map(
        ([key, signed]) =>
          `AWS4-HMAC-SHA256 Credential=${key}/20260101/us-east-1/wickr/aws4_request, SignedHeaders=${signed}, Signature=${'0'.repeat(64)}`,
      ),
  )
  .map((value) => ['authorization', value] as const);

const prefer = fc
  .constantFrom(
    'code=404',
    'code=200',
    'code=299',
    'code=-1',
    'code=1e9',
    'example=none',
    'dynamic=true',
    'respond-async',
    'code=404, example=__proto__',
  )
  .map((value) => ['prefer', value] as const);

const paths = fc.oneof(
  fc.constantFrom(
    '/',
    '//',
    '/..',
    '/%00',
    '/%',
    '/%c0%ae',
    '/%ff',
    '/.%2e/',
    '/;a=b',
    '/a?%',
    '*',
    'http://evil.example/a',
    '/?__proto__=1&constructor=2',
    `/${'a/'.repeat(3000)}`,
  ),
  fc
    .string({
      unit: fc.constantFrom(
        '/',
        '%',
        '2',
        'f',
        '.',
        '?',
        '&',
        '=',
        ';',
        '\\',
        '"',
        '\u00e9',
        '[',
        '{',
      ),
      maxLength: 300,
    })
    .map((text) => `/${text}`),
);
const queries = fc.oneof(
  fc.constant(''),
  fc.constantFrom(
    '?',
    '?&&&',
    '?a',
    '?%zz',
    '?code=a&code=b',
    '?__proto__=1',
    `?${'a=1&'.repeat(3000)}`,
  ),
);

/** What hostile callers send to an API: everything from bytes that are no HTTP to right requests with hostile bodies. */
export function attacksOn(target: AttackedApi): fc.Arbitrary<Attack> {
  const operation = fc.constantFrom(...target.operations);
  const oddId = fc.constantFrom(...builtIn, 'x'.repeat(51), '%2e%2e', '%00', 'ä', '%e2%80%ae', ' ');
  const known = operation.chain(({ method, path }) =>
    fc.tuple(fc.boolean(), oddId, queries).map(([same, id, query]) => {
      const whole = same ? path() : path(encodeURI(id));
      return [method, whole.includes('?') ? whole : whole + query] as const;
    }),
  );
  const usual = fc.tuple(known, hostileBodies(target.members), hostileTypes, fc.boolean());
  const attack = (
    kind: string,
    [[method, path], body, type, signedIn]: typeof usual extends fc.Arbitrary<infer T> ? T : never,
  ): Attack => ({
    kind,
    method,
    target: path,
    headers: type,
    body: method === 'GET' ? Buffer.alloc(0) : body,
    signedIn,
    answers: 1,
  });
  const bodies = usual.map((given) => attack('body', given));
  return fc.oneof(
    { weight: 6, arbitrary: bodies },
    {
      weight: 3,
      arbitrary: fc
        .tuple(usual, fc.array(header, { maxLength: 60 }))
        .map(([given, headers]) => withHeaders(attack('headers', given), headers)),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(usual, credentials).map(([given, found]) => ({
        ...withHeaders(attack('credentials', given), [found]),
        signedIn: false,
      })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(usual, prefer)
        .map(([given, found]) => withHeaders(attack('prefer', given), [found])),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(usual, paths)
        .map(([given, path]) => ({ ...attack('path', given), target: path })),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          usual,
          fc.constantFrom(
            'BREW',
            'get',
            'PATCH',
            'TRACE',
            'OPTIONS',
            'PROPFIND',
            'X'.repeat(60),
            '__proto__',
          ),
        )
        .map(([given, method]) => ({ ...attack('method', given), method })),
    },
    { weight: 8, arbitrary: rawAttacks(target) },
  );
}

function withHeaders(attack: Attack, headers: Attack['headers']): Attack {
  return { ...attack, headers: [...attack.headers, ...headers] };
}
