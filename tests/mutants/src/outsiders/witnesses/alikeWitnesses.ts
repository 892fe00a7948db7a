import {
  at,
  config,
  expectStatus,
  holds,
  idsIn,
  methodPath,
  network,
  otherNetwork,
  provider,
  providerPath,
  session,
  signedSend,
  type Witness,
  type Witnesses,
} from './witness.ts';

function listingFewer(path: string, count: number, sent: object): Witness {
  return async (url) => {
    const send = await session(url);
    for (let index = 0; index < count; index++)
      expectStatus(await send('POST', path, { id: `one${index}`, ...sent }), 201);
    return (await idsIn(send, path)).length < count;
  };
}

export const alikeWitnesses: Witnesses = {
  'listProviders.first-hundred-only': async (url) => {
    const send = await session(url);
    for (let index = 0; index < 101; index++)
      await send('POST', providerPath, { id: `one${index}`, ...provider, clientId: `c${index}` });
    return (await idsIn(send, providerPath)).length === 100;
  },
  'listProviders.distinct': listingFewer(providerPath, 2, provider),
  'listAuthenticationMethods.first-25-only': listingFewer(methodPath, 26, {}),
  'getProvider.shared-variable': async (url) => {
    const send = await session(url);
    for (const id of ['one', 'two']) await send('POST', providerPath, { id, ...provider });
    const read = await Promise.all(
      ['one', 'two'].map((id) => send('GET', `${providerPath}/${id}/`)),
    );
    return read.some(({ json }, index) => at(json, 'id') !== ['one', 'two'][index]);
  },
  'addProvider.deleted-row-comes-back': async (url) => {
    const send = await session(url);
    const sent = { id: 'one', ...provider };
    expectStatus(await send('POST', providerPath, { ...sent, description: 'old' }), 201);
    expectStatus(await send('DELETE', `${providerPath}/one/`), 204);
    expectStatus(await send('POST', providerPath, sent), 201);
    return at((await send('GET', `${providerPath}/one/`)).json, 'description') === 'old';
  },
  'updateProvider.deleted-is-updated': async (url) => {
    const send = await session(url);
    expectStatus(await send('POST', providerPath, { id: 'one', ...provider }), 201);
    expectStatus(await send('DELETE', `${providerPath}/one/`), 204);
    const { status } = await send('PUT', `${providerPath}/one/`, provider);
    return status === 200 && (await send('GET', `${providerPath}/one/`)).status === 200;
  },
  'updateProvider.where-client-id': async (url) => {
    const send = await session(url);
    for (const id of ['one', 'two']) await send('POST', providerPath, { id, ...provider });
    await send('PUT', `${providerPath}/one/`, { ...provider, description: 'of one' });
    return at((await send('GET', `${providerPath}/two/`)).json, 'description') === 'of one';
  },
  'addAuthenticationMethod.deleted-id-is-taken': async (url) => {
    const send = await session(url);
    expectStatus(await send('POST', methodPath, { id: 'one' }), 201);
    expectStatus(await send('DELETE', `${methodPath}/one`), 204);
    return (await send('POST', methodPath, { id: 'one' })).status === 409;
  },
  'deleteAuthenticationMethod.where-display-name': async (url) => {
    const send = await session(url);
    for (const id of ['one', 'two']) await send('POST', methodPath, { id, displayName: 'same' });
    expectStatus(await send('DELETE', `${methodPath}/one`), 204);
    return (await send('GET', `${methodPath}/two`)).status === 404;
  },
  'registerOidcConfig.where-company-id': async (url) => {
    await signedSend(url, 'POST', `${otherNetwork}/save`, config);
    await signedSend(url, 'POST', `${network}/save`, { ...config, customUsername: 'upn' });
    const { json } = await signedSend(url, 'GET', otherNetwork);
    return !holds(at(json, 'openidConnectInfo'), { ...config, customUsername: undefined });
  },
  'getOidcInfo.shared-variable': async (url) => {
    const scopes = new Map([
      [network, 'openid'],
      [otherNetwork, 'openid email'],
    ]);
    for (const [path, value] of scopes)
      expectStatus(
        await signedSend(url, 'POST', `${path}/save`, { ...config, scopes: value }),
        200,
      );
    const read = await Promise.all(
      [...scopes].map(async ([path, value]) => ({
        value,
        json: (await signedSend(url, 'GET', path)).json,
      })),
    );
    return read.some(({ value, json }) => at(json, 'openidConnectInfo', 'scopes') !== value);
  },
};
