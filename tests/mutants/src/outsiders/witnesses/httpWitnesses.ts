import {
  anonymous,
  config,
  expectStatus,
  logOn,
  methodPath,
  network,
  provider,
  providerPath,
  session,
  signedSend,
  type Witnesses,
} from './witness.ts';

export const httpWitnesses: Witnesses = {
  'addProvider.chunks-not-read': async (url) => {
    const send = await session(url);
    const sent = { id: 'one', ...provider };
    return (await send('POST', providerPath, sent, { chunked: true })).status === 400;
  },
  'logon.chunks-not-read': async (url) =>
    (await logOn(url, 'admin', { chunked: true })).status === 400,
  'updateProvider.expectation-fails': async (url) => {
    const send = await session(url);
    expectStatus(await send('POST', providerPath, { id: 'one', ...provider }), 201);
    const headers = { expect: '100-continue' };
    return (await send('PUT', `${providerPath}/one/`, provider, { headers })).status === 417;
  },
  'addAuthenticationMethod.charset-in-capitals-refused': async (url) => {
    const send = await session(url);
    const headers = { 'content-type': 'application/json; charset=UTF-8' };
    return (await send('POST', methodPath, { id: 'one' }, { headers })).status === 415;
  },
  'updateAuthenticationMethod.quoted-charset-refused': async (url) => {
    const send = await session(url);
    expectStatus(await send('POST', methodPath, { id: 'one' }), 201);
    const headers = { 'content-type': 'application/json; charset="utf-8"' };
    return (await send('PUT', `${methodPath}/one`, {}, { headers })).status === 415;
  },
  'deleteAuthenticationMethod.media-type-without-body-refused': async (url) => {
    const send = await session(url);
    expectStatus(await send('POST', methodPath, { id: 'one' }), 201);
    const headers = { 'content-type': 'application/json' };
    return (await send('DELETE', `${methodPath}/one`, undefined, { headers })).status === 400;
  },
  'listProviders.head-tells-length-zero': async (url) => {
    const send = await session(url);
    return (await send('HEAD', providerPath)).headers['content-length'] === '0';
  },
  'getProvider.head-without-session': async (url) => {
    const send = await session(url);
    expectStatus(await send('POST', providerPath, { id: 'one', ...provider }), 201);
    return (await anonymous(url)('HEAD', `${providerPath}/one/`)).status === 200;
  },
  'getAuthenticationMethod.head-finds-all': async (url) => {
    const send = await session(url);
    return (await send('HEAD', `${methodPath}/unknown`)).status === 200;
  },
  'logoff.head-logs-off': async (url) => {
    const send = await session(url);
    await send('HEAD', '/api/Auth/Logoff');
    return (await send('GET', providerPath)).status === 401;
  },
  'registerOidcConfig.capitals-refused': async (url) => {
    const headers = { 'content-type': 'Application/JSON' };
    return (await signedSend(url, 'POST', `${network}/save`, config, { headers })).status === 415;
  },
  'registerOidcConfigTest.beginning-of-media-type': async (url) => {
    const headers = { 'content-type': 'application/json-seq' };
    const { issuer, scopes } = config;
    const sent = { issuer, scopes };
    return (await signedSend(url, 'POST', `${network}/test`, sent, { headers })).status === 200;
  },
  'getOidcInfo.head-refused': async (url) => {
    expectStatus(await signedSend(url, 'POST', `${network}/save`, config), 200);
    return (await signedSend(url, 'HEAD', network)).status === 405;
  },
};
