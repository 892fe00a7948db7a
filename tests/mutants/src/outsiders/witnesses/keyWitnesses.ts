import {
  at,
  config,
  expectStatus,
  methodPath,
  network,
  provider,
  providerPath,
  session,
  signedSend,
  type Witness,
  type Witnesses,
} from './witness.ts';

/** Whether a method reaches `one` by a path that is near it. */
function reachedBy(method: string, path: string, key: string, body?: object): Witness {
  return async (url) => {
    const send = await session(url);
    const first = path === providerPath ? provider : {};
    expectStatus(await send('POST', path, { id: 'one', ...first }), 201);
    return (await send(method, `${path}/${key}/`, body)).status < 300;
  };
}

export const keyWitnesses: Witnesses = {
  'getProvider.beginning-is-enough': reachedBy('GET', providerPath, 'on'),
  'updateProvider.claim-with-line-end': async (url) => {
    const send = await session(url);
    expectStatus(await send('POST', providerPath, { id: 'one', ...provider }), 201);
    const sent = { ...provider, userNameClaim: 'sub\n' };
    return (await send('PUT', `${providerPath}/one/`, sent)).status === 200;
  },
  'deleteProvider.extension-dropped': reachedBy('DELETE', providerPath, 'one.json'),
  'addProvider.id-with-line-end': async (url) => {
    const send = await session(url);
    return (await send('POST', providerPath, { id: 'one\n', ...provider })).status === 201;
  },
  'getAuthenticationMethod.decoded-twice': reachedBy('GET', methodPath, '%256Fne'),
  'updateAuthenticationMethod.letter-case-ignored': reachedBy('PUT', methodPath, 'ONE', {}),
  'deleteAuthenticationMethod.line-end-dropped': reachedBy('DELETE', methodPath, 'one%0A'),
  'deleteAuthenticationMethod.longer-ids-too': async (url) => {
    const send = await session(url);
    for (const id of ['one', 'onemore']) await send('POST', methodPath, { id });
    expectStatus(await send('DELETE', `${methodPath}/one`), 204);
    return (await send('GET', `${methodPath}/onemore`)).status === 404;
  },
  'addAuthenticationMethod.taken-in-other-case': async (url) => {
    const send = await session(url);
    expectStatus(await send('POST', methodPath, { id: 'one' }), 201);
    return (await send('POST', methodPath, { id: 'ONE' })).status === 409;
  },
  'getOidcInfo.digits-of-other-scripts': async (url) => {
    expectStatus(await signedSend(url, 'POST', `${network}/save`, config), 200);
    const digits = encodeURIComponent('١٢٣٤٥٦٧٨');
    const { json } = await signedSend(url, 'GET', `/networks/${digits}/oidc`);
    return at(json, 'openidConnectInfo', 'issuer') === config.issuer;
  },
  'registerOidcConfig.parsed-as-integer': async (url) =>
    (await signedSend(url, 'POST', '/networks/12345678x/oidc/save', config)).status === 200,
  'registerOidcConfigTest.line-end-dropped': async (url) => {
    const path = '/networks/12345678%0A/oidc/test';
    const { issuer, scopes } = config;
    return (await signedSend(url, 'POST', path, { issuer, scopes })).status === 200;
  },
};
