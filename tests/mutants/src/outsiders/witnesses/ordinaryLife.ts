import {
  anonymous,
  at,
  config,
  holds,
  idsIn,
  logOn,
  methodPath,
  network,
  otherNetwork,
  provider,
  providerPath,
  session,
  signedSend,
} from './witness.ts';

type Deviations = readonly string[];

/** What goes wrong when somebody uses a server of an API as most do; nothing on a server that is right beside its fault. */
export const ordinaryLife: Readonly<
  Record<'pvwa' | 'wickr', (url: string) => Promise<Deviations>>
> = { pvwa: lifeOfProviders, wickr: lifeOfConfigs };

class Diary {
  readonly #wrong: string[] = [];

  expect(what: string, isRight: boolean): void {
    if (!isRight) this.#wrong.push(what);
  }

  get wrong(): Deviations {
    return this.#wrong;
  }
}

async function lifeOfProviders(url: string): Promise<Deviations> {
  const diary = new Diary();
  const send = await session(url);
  const auditor = await session(url, 'auditor');
  const [first, second] = [
    { id: 'first', ...provider, userNameClaim: 'sub' },
    { id: 'second', ...provider, clientId: 'second', clientSecret: 'of-this-test' },
  ];
  diary.expect('add', (await send('POST', providerPath, first)).status === 201);
  diary.expect(
    'add another',
    holds((await send('POST', providerPath, second)).json, { id: 'second' }),
  );
  diary.expect('taken', (await send('POST', providerPath, first)).status === 409);
  const changed = { ...provider, userNameClaim: 'email', description: 'changed' };
  const updated = await send('PUT', `${providerPath}/first/`, changed);
  diary.expect('update', updated.status === 200 && updated.text === '');
  diary.expect('read', holds((await send('GET', `${providerPath}/first/`)).json, changed));
  const broken = { ...provider, userNameClaim: 'two words' };
  diary.expect('break', (await send('PUT', `${providerPath}/first/`, broken)).status === 400);
  diary.expect('unknown', (await send('GET', `${providerPath}/unknown/`)).status === 404);
  diary.expect('still', holds((await send('GET', `${providerPath}/first/`)).json, changed));
  const ids = (await idsIn(send, providerPath)).toSorted().join();
  diary.expect('list', ids === 'first,second');
  diary.expect('no session', (await anonymous(url)('GET', providerPath)).status === 401);
  diary.expect('not permitted', (await auditor('GET', providerPath)).status === 403);
  diary.expect('delete', (await send('DELETE', `${providerPath}/second/`)).status === 204);
  diary.expect('deleted', (await send('GET', `${providerPath}/second/`)).status === 404);
  await lifeOfMethods(diary, send);
  diary.expect('log off', (await send('POST', '/api/Auth/Logoff')).status < 300);
  diary.expect('logged off', (await send('GET', providerPath)).status === 401);
  diary.expect('log on again', (await logOn(url)).status === 200);
  return diary.wrong;
}

async function lifeOfMethods(diary: Diary, send: Awaited<ReturnType<typeof session>>) {
  const first = { id: 'first', displayName: 'First', enabled: true };
  const added = await send('POST', methodPath, first);
  diary.expect('add method', added.status === 201 && holds(added.json, first));
  await send('POST', methodPath, { id: 'second', displayName: 'Second', enabled: true });
  const changed = { displayName: 'Changed', enabled: false, signInLabel: 'Sign in' };
  diary.expect('update method', (await send('PUT', `${methodPath}/first`, changed)).status === 200);
  diary.expect('read method', holds((await send('GET', `${methodPath}/first`)).json, changed));
  const ids = (await idsIn(send, methodPath)).toSorted().join();
  diary.expect('list methods', ids === 'first,second');
  diary.expect('unknown method', (await send('GET', `${methodPath}/unknown`)).status === 404);
  diary.expect('delete method', (await send('DELETE', `${methodPath}/second`)).status === 204);
  diary.expect('deleted method', (await send('GET', `${methodPath}/second`)).status === 404);
}

async function lifeOfConfigs(url: string): Promise<Deviations> {
  const diary = new Diary();
  const first = {
    ...config,
    scopes: 'openid profile',
    customUsername: 'upn',
    ssoTokenBufferMinutes: 5,
  };
  const saved = await signedSend(url, 'POST', `${network}/save`, first);
  diary.expect('save', saved.status === 200 && holds(saved.json, first));
  const other = { ...first, companyId: 'us-east-1-other', customUsername: 'sub' };
  await signedSend(url, 'POST', `${otherNetwork}/save`, other);
  for (const [path, sent] of [[network, first] as const, [otherNetwork, other] as const]) {
    const read = await signedSend(url, 'GET', path);
    diary.expect(`read ${path}`, holds(at(read.json, 'openidConnectInfo'), sent));
  }
  const asked = { issuer: config.issuer, scopes: config.scopes };
  const tested = await signedSend(url, 'POST', `${network}/test`, asked);
  diary.expect('test', tested.status === 200 && holds(tested.json, { issuer: config.issuer }));
  const query = '?code=abc&grantType=authorization_code';
  const exchanged = await signedSend(url, 'GET', network + query);
  diary.expect('tokens', at(exchanged.json, 'tokenInfo') !== undefined);
  const broken = await signedSend(url, 'POST', `${network}/save`, { ...first, companyId: 'else' });
  diary.expect('break', broken.status === 400);
  const unknown = await signedSend(url, 'GET', '/networks/99999999/oidc');
  diary.expect('unknown', unknown.status === 404);
  const wrong = await signedSend(url, 'GET', network, undefined, { secret: 'another' });
  diary.expect('wrong signature', wrong.status === 401 || wrong.status === 403);
  diary.expect('unsigned', (await anonymous(url)('GET', network)).status > 400);
  return diary.wrong;
}
