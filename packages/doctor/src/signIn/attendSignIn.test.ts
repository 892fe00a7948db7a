import { createPrivateKey, type JsonWebKey, sign } from 'node:crypto';
import { createServer } from 'node:net';
import type { SignInValues } from '@oidc-admin/client';
import type { ClientMetadata } from 'oidc-provider';
import { afterAll, afterEach, expect, test } from 'vitest';
import { diagnose, type Diagnosis } from '../diagnose.ts';
import { networkOf } from '../doctorSurroundings.ts';
import { signInAsPerson } from '../testing/signInAsPerson.ts';
import {
  type AlterableResponse,
  inDocument,
  makeCertificates,
  signingKey,
  startProvider,
} from '../testing/startProvider.ts';

const secret = 'Zeichen-und-Zahlen-4711-und-noch-mehr';
const port = await freePort();
const ofService = 'https://vault.example/api/auth/oidc/corp/token';
const redirectUri = `http://127.0.0.1:${port}/callback`;

/** A port that was free a moment ago: the provider has to know the redirect URI before the sign-in begins. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('Not listening on a port');
  return address.port;
}

function clientNamed(client_id: string, more: ClientMetadata | object = {}): ClientMetadata {
  return {
    client_id,
    client_secret: secret,
    redirect_uris: [redirectUri, ofService],
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'client_secret_basic',
    ...more,
  };
}

const ownKey = signingKey('first');
const certificates = await makeCertificates();
const provider = await startProvider({
  certificates,
  configuration: {
    jwks: { keys: [ownKey] },
    conformIdTokenClaims: false,
    findAccount: (_context, accountId) => ({
      accountId,
      claims: () => ({
        sub: accountId,
        preferred_username: `${accountId}@corp.example`,
        name: accountId,
        email: `${accountId}@corp.example`,
      }),
    }),
    clients: [
      clientNamed('vault'),
      clientNamed('elsewhere', { redirect_uris: ['https://vault.example/callback'] }),
      clientNamed('no-refresh', { grant_types: ['authorization_code'] }),
    ],
  },
});
afterAll(() => provider[Symbol.asyncDispose]());
afterEach(() => {
  provider.alter = undefined;
});

const surroundings = {
  ...(await networkOf({}, certificates.authority)),
  lookup: async () => ['203.0.113.7'],
};
const { fetch } = surroundings;

const right: SignInValues = {
  address: provider.issuer,
  addressForm: 'issuer',
  clientId: 'vault',
  clientSecret: secret,
  clientSecretMethod: 'basic',
  scopes: 'openid profile email offline_access',
  extraParameters: 'prompt=consent',
  userNameClaim: 'preferred_username',
  certificate: certificates.authority,
  redirectUri: ofService,
};

interface PersonAndTime {
  readonly userName?: string;
  readonly gives?: 'up';
  readonly timeoutMs?: number;
}

/** A diagnosis with a sign-in, and the last page that the person got. */
async function signedIn(
  change: Partial<SignInValues> = {},
  { userName, gives, timeoutMs }: PersonAndTime = {},
): Promise<{ found: Diagnosis; page: string | undefined; address: string | undefined }> {
  let page: Promise<string> | undefined;
  let address: string | undefined;
  const found = await diagnose(
    { ...right, ...change },
    {
      surroundings,
      signIn: {
        port,
        userName,
        timeoutMs,
        show: (url) => {
          address = url;
          page = signInAsPerson(url, { fetch, login: 'anna', ...(gives ? { gives } : {}) });
        },
      },
    },
  );
  return { found, page: await page, address };
}

function codesIn({ findings }: Diagnosis): string[] {
  return findings.filter(({ severity }) => severity !== 'ok').map(({ code }) => code);
}

test('a right sign-in passes, and shows the claims that came; no secret is in what is said', async () => {
  const { found, page, address = '' } = await signedIn({}, { userName: 'anna@corp.example' });
  expect(codesIn(found)).toEqual([]);
  expect(found.claims).toMatchObject({
    preferred_username: 'anna@corp.example',
    name: 'anna',
    email: 'anna@corp.example',
  });
  expect(page).toBe('This window can be closed; go on in the terminal.');
  const said = found.findings.filter(({ check }) => check === 'signIn').map(({ what }) => what);
  expect(said).toEqual([
    'The provider knows the client by its secret, sent by basic, and by post too.',
    `The provider knows the redirect URI ${ofService}.`,
    'The ID token is signed with RS256, and names the issuer of the document.',
    'A published key verifies the ID token.',
    'The user name is anna@corp.example, from the claim preferred_username.',
  ]);
  const parameters = new URL(address).searchParams;
  expect(parameters.get('code_challenge_method')).toBe('S256');
  expect(parameters.get('nonce')).toMatch(/^[\w-]{20,}$/);
  expect(JSON.stringify(found) + address).not.toContain(secret);
  expect(JSON.stringify(found)).not.toMatch(/eyJ/);
});

const wrong: readonly (readonly [string, Partial<SignInValues>, PersonAndTime, string, RegExp])[] =
  [
    ['an expired secret', { clientSecret: 'yesterday' }, {}, 'clientRefused', /sent in either way/],
    [
      'a redirect URI that the provider does not know',
      { clientId: 'elsewhere' },
      { timeoutMs: 300 },
      'nobodyCameBack',
      /did not come back/,
    ],
    ['a person who may not', {}, { gives: 'up' }, 'accessDenied', /access_denied/],
    [
      'no refresh token',
      { clientId: 'no-refresh', scopes: 'openid profile offline_access' },
      {},
      'refreshTokenMissing',
      /no refresh token/,
    ],
    [
      'an account of another name',
      {},
      { userName: 'anna' },
      'userNameDiffers',
      /differ from character 5 on: the end against "@"/,
    ],
  ];

test.each(wrong)('%s is named, and nothing else', async (_what, change, person, code, sentence) => {
  const { found } = await signedIn(change, person);
  expect(codesIn(found)).toEqual([code]);
  const problem = found.findings.find((one) => one.code === code);
  expect(problem?.what).toMatch(sentence);
  expect(problem?.action).toMatch(/\.$/);
  expect(JSON.stringify(found)).not.toMatch(/eyJ|yesterday|4711/);
});

test('a provider that knows the client in one way only is named, and the sign-in goes on by the other', async () => {
  provider.alter = (response) => {
    if (response.path !== '/token' || !/^Basic /i.test(response.get('authorization'))) return;
    response.status = 401;
    response.body = { error: 'invalid_client' };
  };
  const { found } = await signedIn();
  expect(codesIn(found)).toEqual(['clientMethodRefused']);
  expect(found.findings.find(({ code }) => code === 'clientMethodRefused')).toMatchObject({
    given: 'basic',
    found: 'post',
  });
  expect(found.claims).toMatchObject({ name: 'anna' });
});

test('a provider that looks at the code first says of a wrong secret only then that it is wrong', async () => {
  // Both ways to send the secret, and a secret that is made up.
  let asked = 0;
  provider.alter = (response) => {
    const { error } = (response.body ?? {}) as { readonly error?: unknown };
    if (response.path !== '/token' || error !== 'invalid_client' || asked === 3) return;
    asked += 1;
    response.status = 400;
    response.body = { error: 'invalid_grant' };
  };
  const { found } = await signedIn({ clientSecret: 'yesterday' });
  expect(codesIn(found)).toEqual(['clientRefused']);
  expect(JSON.stringify(found.findings)).not.toContain('The provider knows the client');
});

test('a port that is taken is named', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { found } = await signedIn();
  await new Promise((resolve) => server.close(resolve));
  expect(codesIn(found)).toEqual(['signInImpossible']);
  expect(found.findings.at(-1)?.what).toContain('EADDRINUSE');
});

test('a claim that does not come is named, with those that came to choose from', async () => {
  const { found } = await signedIn({
    userNameClaim: 'upn',
    scopes: 'openid profile offline_access',
  });
  // Before the sign-in, the document has said so too.
  expect(codesIn(found)).toEqual(['claimNotAnnounced', 'claimMissing']);
  expect(found.findings.at(-1)?.found).toMatch(/preferred_username/);
});

test('where another claim holds the name of the account, that claim is named', async () => {
  const { found } = await signedIn({}, { userName: 'anna' });
  expect(found.findings.at(-1)?.action).toBe('Choose the claim sub or name, which holds it.');
});

test('tokens of another issuer than that of the document are named', async () => {
  provider.alter = inDocument(() => ({ issuer: `${provider.issuer}/` }));
  const { found } = await signedIn({ address: `${provider.issuer}/` });
  expect(codesIn(found)).toEqual(['tokenIssuerDiffers']);
});

test('a key that was changed is named', async () => {
  const { kty, n, e } = signingKey('first');
  provider.alter = (response) => {
    if (response.path.endsWith('/jwks'))
      response.body = { keys: [{ kty, n, e, kid: 'first', use: 'sig' }] };
  };
  const { found } = await signedIn();
  expect(codesIn(found)).toEqual(['signatureWrong']);
  // Whoever signed it may have written anything into it.
  expect(found.claims).toEqual({});
});

/** Calls `change` with the response that brings tokens, and with these. */
function inTokens(
  change: (response: AlterableResponse, tokens: Readonly<Record<string, string>>) => void,
): void {
  provider.alter = (response) => {
    const body = (response.body ?? {}) as Readonly<Record<string, string>>;
    if (response.path === '/token' && body['id_token'] !== undefined) change(response, body);
  };
}

test.each<readonly [string, RegExp, (response: AlterableResponse, token: string) => void]>([
  ['with another status', /answered 201: without an error/, (response) => (response.status = 201)],
  [
    'where a long text is cut',
    /answered 400: invalid_grant x+/,
    (response, token) => {
      response.status = 400;
      const text = `${'x'.repeat(470)}${token}`;
      response.body = { error: 'invalid_grant', error_description: text, access_token: token };
    },
  ],
  [
    'in what is no JSON',
    /no tokens for the code: the response is no JSON\.$/,
    (response, token) => (response.body = token),
  ],
])('tokens are not shown %s', async (_what, sentence, change) => {
  let token = '';
  inTokens((response, { access_token: own = '' }) => {
    token = own;
    change(response, own);
  });
  const { found } = await signedIn();
  expect(codesIn(found)).toEqual(['codeRefused']);
  expect(found.findings.at(-1)?.what).toMatch(sentence);
  expect(token).toMatch(/^.{20}/);
  expect(JSON.stringify(found)).not.toContain(token.slice(0, 8));
  expect(JSON.stringify(found)).not.toMatch(/eyJ/);
});

test('a token that names no key is verified by any of those that fit', async () => {
  const keys = [signingKey('other'), ownKey].map(({ kty, n, e }) => ({ kty, n, e, use: 'sig' }));
  let signer = ownKey;
  provider.alter = (response) => {
    if (response.path.endsWith('/jwks')) response.body = { keys };
    const body = (response.body ?? {}) as Readonly<Record<string, string>>;
    const payload = body['id_token']?.split('.')[1];
    if (payload === undefined) return;
    const header = Buffer.from('{"alg":"RS256"}').toString('base64url');
    const key = createPrivateKey({ key: signer as JsonWebKey, format: 'jwk' });
    const signature = sign('sha256', Buffer.from(`${header}.${payload}`), key);
    const token = `${header}.${payload}.${signature.toString('base64url')}`;
    response.body = { ...body, id_token: token };
  };
  expect(codesIn((await signedIn()).found)).toEqual([]);
  signer = signingKey('another');
  expect(codesIn((await signedIn()).found)).toEqual(['signatureWrong']);
});

test('no secret is sent to a token endpoint without TLS', async () => {
  provider.alter = inDocument(() => ({ token_endpoint: 'http://idp.example/token' }));
  const { found, address } = await signedIn();
  expect(codesIn(found)).toEqual(['plainEndpoint', 'tokenEndpointPlain']);
  expect(address).toBeUndefined();
});

test('who comes back with another state is not taken for the person', async () => {
  let statuses: Promise<readonly number[]> | undefined;
  const comeBack = async (url: string, callback: string): Promise<readonly number[]> => {
    const state = new URL(url).searchParams.get('state') ?? '';
    const stolen = await fetch(`${callback}?code=stolen&state=guessed`, {});
    const own = await fetch(`${callback}?error=access_denied&state=${state}`, {});
    return [stolen.status, own.status];
  };
  const found = await diagnose(right, {
    surroundings,
    signIn: { port, show: (url, callback) => void (statuses = comeBack(url, callback)) },
  });
  expect(await statuses).toEqual([404, 200]);
  expect(codesIn(found)).toEqual(['accessDenied']);
});

test('an endpoint that leads to a file is opened by nobody', async () => {
  provider.alter = inDocument(() => ({ authorization_endpoint: 'file:///etc/passwd' }));
  const { found, address } = await signedIn();
  expect(codesIn(found)).toEqual(['endpointMissing', 'signInImpossible']);
  expect(address).toBeUndefined();
});

test('without a client id, or without a provider, nobody is asked', async () => {
  const noClient = await signedIn({ clientId: undefined });
  expect(codesIn(noClient.found)).toEqual(['signInImpossible']);
  expect(noClient.address).toBeUndefined();
});
