import type { SignInValues } from '@oidc-admin/client';
import type { JWK } from 'oidc-provider';
import { afterAll, afterEach, expect, test } from 'vitest';
import { wellKnown } from './address.ts';
import { diagnose, type Diagnosis } from './diagnose.ts';
import { networkOf, type DoctorSurroundings } from './doctorSurroundings.ts';
import {
  inDocument,
  makeCertificates,
  signingKey,
  startProvider,
} from './testing/startProvider.ts';

const certificates = await makeCertificates();
const key = signingKey('first');
const provider = await startProvider({
  certificates,
  sendsRoot: true,
  configuration: { jwks: { keys: [key] } },
});
const { issuer } = provider;
afterAll(() => provider[Symbol.asyncDispose]());
afterEach(() => {
  provider.alter = undefined;
});

const secret = 'Zeichen-und-Zahlen-4711';
const publicKey = { kty: 'RSA', kid: 'first', use: 'sig', n: key.n, e: key.e };

/** Values that are right for this provider. */
const right: SignInValues = {
  address: issuer,
  addressForm: 'issuer',
  clientId: 'vault',
  clientSecret: secret,
  clientSecretMethod: 'basic',
  scopes: 'openid profile offline_access',
  userNameClaim: 'preferred_username',
  certificate: certificates.authority,
  redirectUri: 'https://vault.example/auth/oidc/corp/token',
  jwkSet: JSON.stringify({ keys: [publicKey] }),
};

/** The network as the service has it, where the host of the test has a public address; its connections are kept. */
const network: DoctorSurroundings = {
  ...(await networkOf({}, certificates.authority)),
  lookup: async () => ['203.0.113.7'],
};

async function diagnosed(
  change: Partial<SignInValues> = {},
  surroundings: Partial<DoctorSurroundings> = {},
): Promise<Diagnosis> {
  const values = { ...right, ...change };
  return diagnose(values, { surroundings: { ...network, ...surroundings } });
}

function problemsIn({ findings }: Diagnosis) {
  return findings.filter(({ severity }) => severity !== 'ok');
}

test('on values that are right, every check passes, and says what to register', async () => {
  const found = await diagnosed();
  expect(problemsIn(found)).toEqual([]);
  expect(found.severity).toBe('ok');
  // Only the service itself and a person could say more.
  expect(found.unchecked).toEqual([
    { check: 'serviceTest', why: 'the service was not asked' },
    { check: 'signIn', why: 'nobody was asked to sign in' },
  ]);
  expect(found.findings.find(({ check }) => check === 'redirectUri')?.copy).toBe(right.redirectUri);
  expect(found.findings.find(({ check }) => check === 'certificate')?.what).toMatch(
    /the certificate that was given: 127\.0\.0\.1 ← Root of the test/,
  );
  expect(JSON.stringify(found)).not.toContain(secret);
});

test('the URL of the document is right where the field wants that', async () => {
  const address = issuer + wellKnown;
  expect(problemsIn(await diagnosed({ address, addressForm: 'document' }))).toEqual([]);
  expect(problemsIn(await diagnosed({ address, addressForm: undefined }))).toEqual([]);
});

/** What was set wrongly in the values alone, and the only problem that is to be found. */
const wrongValues: readonly (readonly [string, Partial<SignInValues>, string, RegExp])[] = [
  [
    'a slash too many at the end of the issuer',
    { address: `${issuer}/` },
    'issuerDiffers',
    /"\/" against the end/,
  ],
  [
    'a wrong letter case in the issuer',
    { address: issuer.replace('https', 'HTTPS') },
    'issuerDiffers',
    /character 1 on: "H" against "h"/,
  ],
  [
    'the document in a field for the issuer',
    { address: issuer + wellKnown },
    'documentInsteadOfIssuer',
    /wants the issuer/,
  ],
  [
    'the issuer in a field for the document',
    { addressForm: 'document' },
    'issuerInsteadOfDocument',
    /wants the URL of the discovery document/,
  ],
  ['no address', { address: undefined }, 'addressMissing', /neither/],
  ['no URL', { address: 'idp.example' }, 'addressUnusable', /is no URL/],
  [
    'a password in the URL',
    { address: 'https://a:hunter2@idp.example' },
    'addressUnusable',
    /holds a user name/,
  ],
  ['a wrong path', { address: `${issuer}/tenant` }, 'documentStatus', /answered 404/],
  [
    'the id of the secret',
    { clientSecret: '2f1c7f0e-1a2b-4c3d-8e9f-00112233aabb' },
    'secretIsId',
    /form of an id/,
  ],
  [
    'a colon in the client id, with Basic',
    { clientId: 'urn:vault' },
    'charactersWithBasic',
    /the client id must/,
  ],
  [
    'a plus in the secret, with Basic',
    { clientSecret: `${secret}+` },
    'charactersWithBasic',
    /the client secret must/,
  ],
  [
    'a claim that nobody announces',
    { userNameClaim: 'sAMAccountName' },
    'claimNotAnnounced',
    /does not announce/,
  ],
  [
    'a scope that nobody has',
    { scopes: 'openid vault offline_access' },
    'scopeNotAnnounced',
    /announce vault\./,
  ],
  ['no scope openid', { scopes: 'profile offline_access' }, 'openidMissing', /no ID token/],
  [
    'no scope offline_access',
    { scopes: 'openid profile' },
    'offlineAccessMissing',
    /not asked for/,
  ],
  [
    'a redirect URI without TLS',
    { redirectUri: 'http://vault.example/oidc' },
    'redirectPlain',
    /https/,
  ],
  [
    'kept keys of before',
    { jwkSet: JSON.stringify({ keys: [signingKey('old')].map(publicPart) }) },
    'pinnedKeysOutdated',
    /None of the keys/,
  ],
  [
    'another kept key of the same kid',
    { jwkSet: JSON.stringify({ keys: [signingKey('first')].map(publicPart) }) },
    'pinnedKeysOutdated',
    /None of the keys/,
  ],
  ['kept keys that are no JSON', { jwkSet: '{"keys":' }, 'jwkSetUnreadable', /no JSON/],
  ['kept keys without keys', { jwkSet: '[]' }, 'jwkSetUnreadable', /no array "keys"/],
  [
    'a certificate that is none',
    { certificate: 'example-ca-certificate' },
    'certificateUnreadable',
    /PEM/,
  ],
];

function publicPart({ kty, kid, use, n, e }: JWK) {
  return { kty, kid, use, n, e };
}

test.each(wrongValues)('%s is named, and nothing else', async (_what, change, code, sentence) => {
  const problems = problemsIn(await diagnosed(change));
  expect(problems.map((one) => one.code)).toEqual([code]);
  expect(problems[0]?.what).toMatch(sentence);
  expect(problems[0]?.action).toMatch(/\.$/);
  expect(JSON.stringify(problems)).not.toMatch(/hunter2|2f1c7f0e/);
});

/** What the provider says wrongly, and the only problem that is to be found. */
const wrongProviders: readonly (readonly [string, () => Record<string, unknown>, string])[] = [
  [
    'a template for an issuer',
    () => ({ issuer: 'https://login.example/{tenantid}/' }),
    'issuerTemplate',
  ],
  [
    'only HS256',
    () => ({ id_token_signing_alg_values_supported: ['HS256', 'none'] }),
    'signingKeyNotChosen',
  ],
  [
    'no RS256',
    () => ({ id_token_signing_alg_values_supported: ['PS256', 'PS384'] }),
    'rs256Missing',
  ],
  ['no code flow', () => ({ response_types_supported: ['id_token'] }), 'codeNotOffered'],
  ['no token endpoint', () => ({ token_endpoint: undefined }), 'endpointMissing'],
  [
    'a token endpoint without TLS',
    () => ({ token_endpoint: 'http://idp.example/token' }),
    'plainEndpoint',
  ],
  [
    'no grant for refresh tokens',
    () => ({ grant_types_supported: ['authorization_code'] }),
    'refreshGrantMissing',
  ],
  [
    'no Basic',
    () => ({ token_endpoint_auth_methods_supported: ['private_key_jwt'] }),
    'methodNotOffered',
  ],
  ['keys where there are none', () => ({ jwks_uri: `${issuer}/nothing` }), 'keysUnreadable'],
  ['no issuer', () => ({ issuer: undefined }), 'documentInvalid'],
];

test.each(wrongProviders)('a provider that says %s is named: %s', async (_what, change, code) => {
  provider.alter = inDocument(change);
  const problems = problemsIn(await diagnosed({ jwkSet: undefined }));
  expect(problems.map((one) => one.code)).toEqual(code === '' ? [] : [code]);
});

test.each([
  [61, 'clocksDiffer', /61 seconds behind/],
  [301, 'clocksDifferMuch', /301 seconds behind/],
  [-302, 'clocksDifferMuch', /302 seconds ahead of/],
] as const)('a clock that is %s seconds off is named', async (seconds, code, sentence) => {
  const date = Math.floor(Date.now() / 1000) * 1000;
  provider.alter = (response) => response.set('date', new Date(date).toUTCString());
  const [problem, ...others] = problemsIn(
    await diagnosed({}, { now: () => date + seconds * 1000 }),
  );
  expect(others).toEqual([]);
  expect(problem?.code).toBe(code);
  expect(problem?.what).toMatch(sentence);
});

test.each(['d', 'p', 'q', 'dp', 'k'])(
  'a set of keys with %s is refused, and only the property is named',
  async (name) => {
    const value = 'c2VjcmV0LW9mLXRoZS1rZXk';
    const jwkSet = JSON.stringify({ keys: [{ ...publicKey, [name]: value }] });
    const [problem, ...others] = problemsIn(await diagnosed({ jwkSet }));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'jwkSetPrivate', severity: 'error' });
    expect(problem?.what).toContain(`the property ${name}.`);
    expect(JSON.stringify(problem)).not.toContain(value);
  },
);

test('a document of another version of the endpoint is named', async () => {
  provider.alter = inDocument((document) => ({
    issuer: `${issuer}/v2.0`,
    authorization_endpoint: `${issuer}/v2.0/auth`,
    token_endpoint: document['token_endpoint'],
  }));
  const address = issuer + wellKnown;
  const problems = problemsIn(await diagnosed({ address, addressForm: 'document' }));
  expect(problems.map(({ code }) => code)).toEqual(['endpointVersion']);
});

test('where both values are shown, the first difference is marked', async () => {
  const [problem] = problemsIn(await diagnosed({ address: `${issuer}/` }));
  expect(problem).toMatchObject({
    where: 'issuer in the discovery document',
    given: `${issuer}/`,
    found: issuer,
    differsAt: issuer.length,
  });
});

test('a private address is worth a warning, unless the service itself reaches the provider', async () => {
  const lookup = async (host: string) =>
    host === 'vault.example' ? ['203.0.113.7'] : ['127.0.0.1', '::1'];
  expect(problemsIn(await diagnosed({}, { lookup })).map(({ code }) => code)).toEqual([
    'privateAddress',
  ]);
  // A service that is in such a network too may be in the same one.
  const near = {
    ...network,
    lookup: async (host: string) => [host === 'vault.example' ? '10.0.0.4' : '10.1.2.3'],
  };
  expect(problemsIn(await diagnosed({}, near))).toEqual([]);
  const serviceTest = { reached: true, said: 'its issuer' };
  const found = await diagnose(right, { serviceTest, surroundings: { ...network, lookup } });
  expect(problemsIn(found)).toEqual([]);
});

test('what the service says when it tries the provider out is told', async () => {
  const serviceTest = { reached: false, said: 'issuer contains an invalid endpoint' };
  const [problem, ...others] = problemsIn(
    await diagnose(right, { serviceTest, surroundings: network }),
  );
  expect(others).toEqual([]);
  expect(problem?.code).toBe('serviceTestFailed');
  expect(problem?.what).toContain(serviceTest.said);
});

test('a provider described by hand is compared with what it publishes', async () => {
  const byHand = { address: undefined, issuer, authorizationEndpoint: `${issuer}/auth` };
  expect(problemsIn(await diagnosed(byHand))).toEqual([]);
  const wrong = problemsIn(await diagnosed({ ...byHand, issuer: `${issuer}/` }));
  expect(wrong.map(({ code }) => code)).toEqual(['issuerDiffers']);
  const saved = { ...byHand, issuer: `${issuer}/`, addressForm: 'document' } as const;
  expect(problemsIn(await diagnosed(saved)).map(({ code }) => code)).toEqual(['issuerDiffers']);
});

test('every text of a server is shown without what controls a terminal', async () => {
  const escapes = `${issuer}/\u001b[2J\u009b\u202e`;
  provider.alter = inDocument(() => ({ issuer: escapes, scopes_supported: [escapes] }));
  const text = JSON.stringify(await diagnosed());
  expect(text).toContain('u001b[2J');
  for (const character of ['\u001b', '\u009b', '\u202e']) expect(text).not.toContain(character);
});

test('a name that is looked up for ever does not outlast the deadline', async () => {
  const lookup = () => new Promise<never>(() => undefined);
  const surroundings = { ...network, lookup };
  const { unchecked } = await diagnose(right, { timeoutMs: 1500, surroundings });
  expect(unchecked).toContainEqual({
    check: 'hostAddress',
    why: 'there was no response of DNS in time',
  });
});

test('a caller that ends the diagnosis gets an error that says so', async () => {
  const signal = AbortSignal.abort();
  await expect(diagnose(right, { signal, surroundings: network })).rejects.toMatchObject({
    code: 'AbortedError',
  });
});
