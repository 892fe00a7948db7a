import type { Mock } from '@oidc-admin/mock';
import { expect, test } from 'vitest';
import { createWickrMock } from './createWickrMock.ts';
import { sign, type Signing } from './fixtures/sign.ts';

const base = 'http://mock.example';
const vendorExample = {
  companyId: 'us-east-1-company123',
  issuer: 'https://login.example.com',
  scopes: 'openid profile email',
  ssoTokenBufferMinutes: 5,
  userId: 'email',
};

interface Changes {
  readonly signing?: Signing;
  readonly headers?: Readonly<Record<string, string>>;
  readonly sent?: {
    readonly body?: string;
    readonly path?: string;
    readonly headers?: Record<string, string>;
  };
}

async function call(
  mock: Mock,
  method: string,
  path: string,
  body?: unknown,
  changes: Changes = {},
) {
  const text =
    body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  const headers = {
    ...(text === undefined ? {} : { 'content-type': 'application/json' }),
    ...changes.headers,
  };
  const signed = sign(
    { method, url: base + path, headers, ...(text === undefined ? {} : { body: text }) },
    changes.signing,
  );
  const response = await mock.fetch(base + (changes.sent?.path ?? path), {
    method,
    headers: { ...signed, ...changes.sent?.headers },
    body: changes.sent?.body ?? text ?? null,
  });
  const received = await response.text();
  return {
    status: response.status,
    error: response.headers.get('x-amzn-errortype'),
    json: (received === '' ? undefined : JSON.parse(received)) as Record<string, unknown>,
  };
}

test('a second save without userId and secret shows nothing of the first, and is read back as answered', async () => {
  const mock = createWickrMock();
  const path = '/networks/12345678/oidc';
  const full = { ...vendorExample, secret: 'first-client-secret' };
  expect((await call(mock, 'POST', `${path}/save`, full)).json).toMatchObject({
    clientId: 'email',
    clientSecret: '********',
  });
  const { userId: _, ...minimal } = vendorExample;
  const second = await call(mock, 'POST', `${path}/save`, minimal);
  expect(second.json).not.toHaveProperty('clientId');
  expect(second.json).not.toHaveProperty('clientSecret');
  expect((await call(mock, 'GET', path)).json).toEqual({ openidConnectInfo: second.json });
});

test.each([
  ['notFound', 404, { message: 'The network has no OIDC configuration' }],
  ['withoutInfo', 200, {}],
  ['emptyTexts', 200, { openidConnectInfo: { companyId: '', issuer: '', scopes: '' } }],
] as const)(
  'a network that is not configured answers as %s',
  async (unconfigured, status, json) => {
    const mock = createWickrMock({ unconfigured });
    const path = '/networks/12345678/oidc';
    expect(await call(mock, 'GET', path)).toMatchObject({ status, json });
    const { json: saved } = await call(mock, 'POST', `${path}/save`, vendorExample);
    expect((await call(mock, 'GET', path)).json).toEqual({ openidConnectInfo: saved });
  },
);

test.each([99_999_999_999, 2 ** 31, -(2 ** 31) - 1])(
  '%d minutes, which no 32 bits hold, are refused',
  async (ssoTokenBufferMinutes) => {
    const path = '/networks/12345678/oidc';
    const refused = await call(createWickrMock(), 'POST', `${path}/save`, {
      ...vendorExample,
      ssoTokenBufferMinutes,
    });
    expect([400, 422]).toContain(refused.status);
  },
);

test('a save is read back on its own network only, and answers 404 before', async () => {
  const mock = createWickrMock();
  const path = '/networks/12345678/oidc';
  expect(await call(mock, 'GET', path)).toMatchObject({
    status: 404,
    error: 'ResourceNotFoundError',
  });
  const saved = await call(mock, 'POST', `${path}/save`, vendorExample);
  expect(saved).toMatchObject({ status: 200, json: vendorExample });
  const read = await call(mock, 'GET', path);
  expect(read.json['openidConnectInfo']).toMatchObject(vendorExample);
  expect(read.json).not.toHaveProperty('tokenInfo');
  expect((await call(mock, 'GET', '/networks/87654321/oidc')).status).toBe(404);
});

test('a second save replaces the first, and a secret is masked', async () => {
  const mock = createWickrMock();
  const path = '/networks/12345678/oidc';
  await call(mock, 'POST', `${path}/save`, {
    ...vendorExample,
    secret: 'of-this-test',
    customUsername: 'upn',
  });
  const first = await call(mock, 'GET', path);
  expect(first.json['openidConnectInfo']).toMatchObject({
    secret: '********',
    customUsername: 'upn',
  });
  const { companyId, issuer, scopes } = vendorExample;
  await call(mock, 'POST', `${path}/save`, { companyId, issuer, scopes });
  const second = await call(mock, 'GET', path);
  expect(second.json['openidConnectInfo']).not.toHaveProperty('customUsername');
  expect(second.json['openidConnectInfo']).not.toHaveProperty('secret');
});

const old = new Date(Date.now() - 6 * 60_000);
test.each<[string, Changes]>([
  ['an unknown key', { signing: { key: 'AKIDOTHER' } }],
  ['a wrong secret', { signing: { secret: 'other' } }],
  ['another region', { signing: { region: 'eu-west-1' } }],
  ['another service', { signing: { service: 's3' } }],
  ['an old date', { signing: { date: old } }],
  ['a changed body', { sent: { body: JSON.stringify({ ...vendorExample, userId: 'other' }) } }],
  ['a changed query', { sent: { path: '/networks/12345678/oidc/save?a=1' } }],
  [
    'a changed header',
    { headers: { 'x-extra': 'signed' }, sent: { headers: { 'x-extra': 'sent' } } },
  ],
  [
    'a signed header left out',
    { headers: { 'x-extra': 'signed' }, sent: { headers: { 'x-extra': '' } } },
  ],
])('a signature with %s is refused', async (_, changes) => {
  const mock = createWickrMock();
  const response = await call(mock, 'POST', '/networks/12345678/oidc/save', vendorExample, changes);
  expect([401, 403]).toContain(response.status);
  expect(response.error).toMatch(/^(Unauthorized|Forbidden)Error$/);
  expect(response.json).toEqual({ message: expect.any(String) });
  expect(mock.state.read().resources).toEqual({});
});

test.each([
  ['an empty companyId', { companyId: '' }, 400, 'BadRequestError', 'Company ID is required'],
  ['no region before it', { companyId: 'company123' }, 400, 'BadRequestError', 'Invalid companyId'],
])('%s is refused in the words of the vendor', async (_, change, status, error, message) => {
  const body = { ...vendorExample, ...change };
  const response = await call(createWickrMock(), 'POST', '/networks/12345678/oidc/save', body);
  expect(response).toEqual({ status, error, json: { message } });
});

test('a property of a wrong type is a ValidationError that names it', async () => {
  const body = { ...vendorExample, ssoTokenBufferMinutes: '5' };
  const response = await call(createWickrMock(), 'POST', '/networks/12345678/oidc/save', body);
  expect(response).toMatchObject({ status: 422, error: 'ValidationError' });
  expect(response.json['reasons']).toMatchObject([{ field: 'ssoTokenBufferMinutes' }]);
});

test('a provider that cannot be reached is refused, one that can is described and nothing saved', async () => {
  const mock = createWickrMock();
  const path = '/networks/12345678/oidc/test';
  const far = await call(mock, 'POST', path, { issuer: 'https://idp.invalid', scopes: 'openid' });
  expect(far).toMatchObject({
    status: 400,
    json: { message: 'issuer contains an invalid endpoint' },
  });
  const near = await call(mock, 'POST', path, {
    issuer: 'https://login.example.com',
    scopes: 'openid',
  });
  expect(near.json).toMatchObject({ tokenEndpoint: 'https://login.example.com/oauth/token' });
  expect(mock.state.read().resources).toEqual({});
});

test('tokens are answered if and only if a code was sent with its grant type', async () => {
  const mock = createWickrMock();
  await call(mock, 'POST', '/networks/12345678/oidc/save', vendorExample);
  const path = '/networks/12345678/oidc';
  expect((await call(mock, 'GET', `${path}?code=c`)).json).not.toHaveProperty('tokenInfo');
  const both = await call(
    mock,
    'GET',
    `${path}?code=c&codeVerifier=v&grantType=authorization_code`,
  );
  expect(both.json['tokenInfo']).toMatchObject({ codeVerifier: 'v', expiresIn: 3600 });
});

test('other regions and networks can be asked for', async () => {
  const mock = createWickrMock({ region: 'eu-central-1', networks: ['11111111'] });
  const body = { ...vendorExample, companyId: 'eu-central-1-acme' };
  const signing = { region: 'eu-central-1' };
  const save = (network: string) =>
    call(mock, 'POST', `/networks/${network}/oidc/save`, body, { signing });
  expect((await save('11111111')).status).toBe(200);
  expect((await save('12345678')).status).toBe(404);
  expect((await save('1234')).status).toBe(400);
});

test('says what a caller can mend: nothing saved yet, another key, another region', async () => {
  const mock = createWickrMock();
  const read = (changes: Changes = {}) =>
    call(mock, 'GET', '/networks/12345678/oidc', undefined, changes);
  expect((await read()).json).toEqual({ message: 'The network has no OIDC configuration' });
  expect((await read({ signing: { region: 'eu-west-1' } })).json['message']).toMatch(/region/);
  expect((await read({ signing: { secret: 'another' } })).json['message']).toMatch(
    /secret access key/,
  );
  const hashed = (hash: string) => read({ headers: { 'x-amz-content-sha256': hash } });
  expect((await hashed('00')).json['message']).toMatch(/x-amz-content-sha256 .*another body/);
  expect((await hashed('UNSIGNED-PAYLOAD')).json['message']).toMatch(/UNSIGNED-PAYLOAD is not/);
  const { authorization = '', ...headers } = sign({
    method: 'GET',
    url: `${base}/networks/12345678/oidc`,
  });
  const ofAnotherDay = authorization.replace(/\/\d{8}\//, '/20000101/');
  const sent = { headers: { ...headers, authorization: ofAnotherDay } };
  expect((await read({ sent })).json['message']).toMatch(/another day/);
});
