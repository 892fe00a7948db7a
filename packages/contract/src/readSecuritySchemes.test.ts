import { describe, expect, test } from 'vitest';
import { accessTable } from './accessTable.ts';
import type { Contract } from './contract.ts';
import { ContractError } from './contractError.ts';
import { contractOf } from './contractOf.ts';
import { credentialVariables, variableName } from './credentialVariables.ts';

const source = { 'x-source': 'SHOP-KEY' };

/** A document of one operation that answers these statuses. */
function documentOf(schemes: object, security: unknown, statuses = [200, 401]): object {
  return {
    openapi: '3.1.0',
    info: { title: 'Shop', version: '1' },
    'x-api': 'shop',
    'x-roles': { clerk: { description: 'A' }, guest: { description: 'B' } },
    paths: {
      '/open': {
        get: {
          operationId: 'isOpen',
          ...source,
          security,
          'x-action': { changes: 'nothing' },
          'x-outcomes': {
            permission: { allow: [200] },
            method: { allow: ['4XX'] },
          },
          responses: Object.fromEntries(
            statuses.map((status) => [
              status,
              { description: 'So.', ...(status > 299 && { 'x-error': { name: `E${status}` } }) },
            ]),
          ),
        },
      },
    },
    components: { securitySchemes: schemes },
  };
}

const bearer = { type: 'http', scheme: 'Bearer', ...source };
const basic = { type: 'http', scheme: 'basic', ...source };
const inQuery = { type: 'apiKey', in: 'query', name: 'key', ...source };
const inCookie = { type: 'apiKey', in: 'cookie', name: 'sid', ...source };
const oauth2 = {
  type: 'oauth2',
  flows: { clientCredentials: { tokenUrl: '/token', scopes: { read: 'Reads' } } },
  ...source,
};

function securityOf({ clauses }: Contract): readonly (readonly [string, unknown])[] {
  return clauses
    .filter(({ kind }) => kind === 'security')
    .map(({ id, outcome }) => [id, outcome?.allow] as const);
}

describe('the standard words alone say how requests sign in', () => {
  test.each([
    ['bearer', bearer, 'Authorization', ['none', 'unknown', 'scheme']],
    ['basic', basic, 'Authorization', ['none', 'unknown', 'password', 'scheme']],
    ['apiKey', inQuery, '', ['none', 'unknown', 'scheme']],
    ['apiKey', inCookie, 'Cookie', ['none', 'unknown', 'scheme']],
    ['oauth2', oauth2, 'Authorization', ['none', 'unknown', 'expired', 'scheme']],
  ])('%s', (kind, scheme, header, ways) => {
    const contract = contractOf(documentOf({ way: scheme }, [{ way: [] }]));
    expect(contract.security['way']).toMatchObject({ kind, header, ways });
    expect(securityOf(contract)).toEqual(
      ways.map((way) => [`shop.isOpen.${way}.security`, [{ status: 401 }]]),
    );
  });

  test('a scope is no role', () => {
    const contract = contractOf(documentOf({ way: oauth2 }, [{ way: ['read', 'write'] }]));
    expect(contract.operations[0]).not.toHaveProperty('roles');
  });
});

test.each([
  [
    [200, 403],
    [{ status: 403 }, { status: '4XX' }],
  ],
  [[200], [{ status: '4XX' }]],
])('of the statuses %j, wrong credentials are answered so', (statuses, allowed) => {
  const contract = contractOf(documentOf({ way: bearer }, [{ way: [] }], statuses));
  expect(securityOf(contract)[0]?.[1]).toEqual(allowed);
});

test('the document may say something else, and leave a wrong way open', () => {
  const credentials = { wrong: { unknown: { allow: [404] } }, untested: ['scheme'] };
  const scheme = { ...bearer, 'x-credentials': credentials };
  const contract = contractOf(documentOf({ way: scheme }, [{ way: [] }], [200, 401, 404]));
  expect(securityOf(contract)).toEqual([
    ['shop.isOpen.none.security', [{ status: 401 }]],
    ['shop.isOpen.unknown.security', [{ status: 404 }]],
  ]);
});

test('calling without a sign-in may be left open', () => {
  const scheme = { ...bearer, 'x-credentials': { untested: ['none'] } };
  const contract = contractOf(documentOf({ way: scheme }, [{ way: [] }]));
  expect(securityOf(contract).map(([id]) => id)).toEqual([
    'shop.isOpen.unknown.security',
    'shop.isOpen.scheme.security',
  ]);
});

test('of several schemes each is a promise, and each has wrong ways of its own', () => {
  const contract = contractOf(documentOf({ a: bearer, b: inQuery }, [{ a: [] }, { b: [] }]));
  expect(securityOf(contract).map(([id]) => id.split('.').slice(2, -1).join('.'))).toEqual([
    'none',
    'a.unknown',
    'a.scheme',
    'b.unknown',
    'b.scheme',
  ]);
  const accepted = contract.clauses.filter(({ kind }) => kind === 'scheme');
  expect(accepted.map(({ element }) => element)).toEqual(['a', 'b']);
  expect(contract.sensitive).toMatchObject({ headers: ['Authorization'], query: ['key'] });
});

function problemsOf(document: object): ContractError['problems'] {
  try {
    contractOf(document);
    return [];
  } catch (error) {
    if (error instanceof ContractError) return error.problems;
    throw error;
  }
}

describe('refused with a sentence, at its place', () => {
  const at = '/components/securitySchemes/way';
  const security = '/paths/~1open/get/security';
  test.each([
    [{ type: 'http', scheme: 'digest' }, [{ way: [] }], at, /http digest is not supported/],
    [{ type: 'openIdConnect' }, [{ way: [] }], at, /openIdConnect is not supported/],
    [
      { type: 'oauth2', flows: { implicit: {} } },
      [{ way: [] }],
      at,
      /only the flow clientCredentials is supported, and this scheme has implicit/,
    ],
    [{ type: 'oauth2', flows: { clientCredentials: {} } }, [{ way: [] }], at, /needs a tokenUrl/],
    [
      { ...bearer, 'x-credentials': { untested: ['password'] } },
      [{ way: [] }],
      `${at}/x-credentials`,
      /bearer has no wrong way password; it has none, unknown, scheme/,
    ],
    [bearer, [{ way: [], other: [] }], security, /asks for way and other at once/],
    [bearer, [{ way: [] }, {}], security, /asks for a sign-in and does without one/],
    [bearer, [{ way: ['clerk'] }, { other: ['guest'] }], security, /ask for different roles/],
    [bearer, [{ way: [] }, { lost: [] }], '/paths/~1open/get', /no security scheme lost/],
  ])('%j, asked for as %j', (scheme, asked, pointer, reason) => {
    const document = documentOf({ way: { ...source, ...scheme }, other: basic }, asked);
    expect(problemsOf(document)).toContainEqual({
      pointer,
      reason: expect.stringMatching(reason),
    });
  });
});

test('the names of environment variables follow one rule', () => {
  const contract = contractOf(documentOf({ a: bearer, b: oauth2 }, [{ a: [] }]));
  const table = accessTable({ ...contract, api: 'my-shop' });
  expect(credentialVariables(table, 'bearer', 'clerk')).toEqual({ token: 'MY_SHOP_TOKEN' });
  expect(credentialVariables(table, 'basic', 'guest')).toEqual({
    username: 'MY_SHOP_GUEST_USERNAME',
    password: 'MY_SHOP_GUEST_PASSWORD',
  });
  expect(credentialVariables(table, 'session', 'clerk')).toEqual({});
  expect(variableName('shop', 'OTHER', 'networkId')).toBe('SHOP_OTHER_NETWORK_ID');
});
