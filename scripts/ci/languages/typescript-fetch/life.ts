import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { ProvidersApi, ResponseError, SessionApi } from '@oidc-admin/pvwa-fetch';
import { Session } from '@oidc-admin/pvwa-fetch/session';
import { Configuration, OIDCApi, ResponseError as WickrError } from '@oidc-admin/wickr-fetch';
import { signedFetch } from '@oidc-admin/wickr-fetch/signedFetch';

const discoveryEndpointUrl = 'https://idp.example.net/.well-known/openid-configuration';
const secret = 'a secret of Zoë & Co.';
const jwkSet = '{"keys":[{"kty":"RSA","kid":"1","n":"sXchDaQeb","e":"AQAB"}]}';

function variable(name: string): string {
  const value = process.env[name];
  assert.ok(value !== undefined, name);
  return value;
}

async function refused(status: number, call: Promise<unknown>): Promise<Record<string, unknown>> {
  const error = await call.then(
    () => assert.fail(`not refused with ${status}`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ResponseError || error instanceof WickrError, inspect(error));
  assert.equal(error.response.status, status);
  assert.match(error.message, new RegExp(`${status}$`));
  if (error.response.bodyUsed) return {};
  return (await error.response.json()) as Record<string, unknown>;
}

async function vault(url: string, username: string, password: string): Promise<void> {
  const wrong = new ProvidersApi(
    new Session({ url, username: 'nobody', password: 'wrong' }).configuration,
  );
  await refused(401, wrong.listProviders());
  await refused(401, wrong.listProviders());
  const session = new Session({ url, username, password });
  const providers = new ProvidersApi(session.configuration);
  const found = {
    id: 'one',
    clientId: 'Zoë & Co.',
    clientSecret: secret,
    clientSecretMethod: 'Post',
    discoveryEndpointUrl,
  } as const;
  assert.equal((await providers.addProvider({ providerAdd: found })).clientId, 'Zoë & Co.');
  const taken = await refused(409, providers.addProvider({ providerAdd: found }));
  assert.equal(taken['ErrorCode'], 'PASWS409E');
  const told = {
    id: 'two',
    clientId: 'pvwa',
    clientSecretMethod: 'Basic',
    jwkSet,
    authenticationEndpointUrl: 'https://idp.example.net/authorize',
    issuer: 'https://idp.example.net',
  } as const;
  assert.equal((await providers.addProvider({ providerAdd: told })).issuer, told.issuer);
  const listed = (await providers.listProviders()).providers.map(({ id }) => id);
  assert.deepEqual(listed.toSorted(), ['one', 'two']);
  // The server ends the session, and the client does not know.
  await new SessionApi(session.configuration).logoff();
  const providerUpdate = {
    clientId: 'new',
    clientSecretMethod: 'Basic',
    discoveryEndpointUrl,
    description: '“updated”',
  } as const;
  assert.equal(await providers.updateProvider({ id: 'one', providerUpdate }), undefined);
  const read = await providers.getProvider({ id: 'one' });
  assert.deepEqual(
    [read.clientId, read.clientSecretMethod, read.description],
    ['new', 'Basic', '“updated”'],
  );
  const unknown = await refused(404, providers.getProvider({ id: 'unknown' }));
  assert.equal(unknown['ErrorCode'], 'PASWS404E');
  for (const id of ['one', 'two']) await providers.deleteProvider({ id });
  assert.deepEqual((await providers.listProviders()).providers, []);
  assert.ok(!inspect(session, { depth: 9 }).includes(password), 'a secret is shown');
  await session.logOff();
}

async function network(basePath: string, region: string, networkId: string): Promise<void> {
  const api = (secretAccessKey: string): OIDCApi => {
    const credentials = { accessKeyId: variable('AWS_ACCESS_KEY_ID'), secretAccessKey };
    const fetchApi = signedFetch({ credentials, region, service: 'wickr' });
    return new OIDCApi(new Configuration({ basePath, fetchApi }));
  };
  const oidc = api(variable('AWS_SECRET_ACCESS_KEY'));
  const registerOidcConfigRequest = {
    companyId: `${region}-Zoë & Co.`,
    issuer: 'https://login.example.com',
    scopes: 'openid email',
    secret,
    ssoTokenBufferMinutes: 5,
  };
  const saved = await oidc.registerOidcConfig({ networkId, registerOidcConfigRequest });
  assert.equal(saved.companyId, `${region}-Zoë & Co.`);
  const redirectUri = 'https://app.example/?x=1&y=2';
  const info = await oidc.getOidcInfo({ networkId, clientId: 'a b+c/ü', redirectUri });
  assert.equal(info.openidConnectInfo?.ssoTokenBufferMinutes, 5);
  const registerOidcConfigTestRequest = { issuer: 'https://login.example.com', scopes: 'openid' };
  const tested = await oidc.registerOidcConfigTest({ networkId, registerOidcConfigTestRequest });
  assert.equal(tested.issuer, 'https://login.example.com');
  await refused(404, oidc.getOidcInfo({ networkId: '00000000' }));
  const wrong = { ...registerOidcConfigRequest, companyId: 'without-a-region' };
  const answer = await refused(
    400,
    oidc.registerOidcConfig({ networkId, registerOidcConfigRequest: wrong }),
  );
  assert.equal(answer['message'], 'Invalid companyId');
  await refused(401, api('wrong').getOidcInfo({ networkId }));
}

/** What a later server sends: other values, more properties. */
async function later(url: string): Promise<void> {
  const session = new Session({ url, username: 'user', password: 'password' });
  const read = await new ProvidersApi(session.configuration).getProvider({ id: 'one' });
  assert.deepEqual([read.clientSecretMethod, read.authenticationFlow], ['PrivateKeyJwt', 'Hybrid']);
  await session.logOff();
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const fetchApi = signedFetch({ credentials, region: 'us-east-1', service: 'wickr' });
  const oidc = new OIDCApi(new Configuration({ basePath: url, fetchApi }));
  const info = await oidc.getOidcInfo({ networkId: '12345678' });
  assert.equal(info.openidConnectInfo?.issuer, 'https://login.example.com');
}

/** A server that names another host, which the judge looks at, for the log-on or for all else. */
async function moved(url: string): Promise<void> {
  const who = { username: 'user', password: 'password' };
  const first = new Session({ url: `${url}/logon`, ...who });
  await refused(307, new ProvidersApi(first.configuration).listProviders());
  const session = new Session({ url: `${url}/calls`, ...who });
  await refused(307, new ProvidersApi(session.configuration).listProviders());
  await refused(307, session.logOff());
}

/** A server that takes a log-on and never answers. */
async function silentServer(): Promise<void> {
  const never: typeof fetch = (_, init) =>
    new Promise((_resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
    });
  const who = { url: 'http://127.0.0.1:1', username: 'user', password: 'password' };
  const session = new Session({ ...who, timeoutMilliseconds: 100, fetch: never });
  const call = new ProvidersApi(session.configuration).listProviders();
  const alive = setTimeout(() => assert.fail('a call waits for ever'), 20_000);
  await assert.rejects(call);
  clearTimeout(alive);
}

await vault(variable('PVWA_URL'), variable('PVWA_USERNAME'), variable('PVWA_PASSWORD'));
await network(variable('WICKR_ENDPOINT'), variable('AWS_REGION'), variable('WICKR_NETWORK_ID'));
await later(variable('LATER_URL'));
await moved(variable('MOVED_URL'));
await silentServer();
console.log('lived');
