import {
  at,
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

export const outsideWitnesses: Witnesses = {
  'listProviders.null-where-empty': async (url) => {
    const send = await session(url);
    return at((await send('GET', providerPath)).json, 'Providers') === null;
  },
  'listAuthenticationMethods.nothing-where-empty': async (url) => {
    const send = await session(url);
    return at((await send('GET', methodPath)).json, 'Methods') === undefined;
  },
  'deleteProvider.last-is-not-found': async (url) => {
    const send = await session(url);
    expectStatus(await send('POST', providerPath, { id: 'one', ...provider }), 201);
    return (await send('DELETE', `${providerPath}/one/`)).status === 404;
  },
  'deleteAuthenticationMethod.last-answers-200': async (url) => {
    const send = await session(url);
    expectStatus(await send('POST', methodPath, { id: 'one' }), 201);
    return (await send('DELETE', `${methodPath}/one`)).status === 200;
  },
  'logon.token-as-plain-text': async (url) =>
    (await logOn(url)).headers['content-type'] === 'text/plain',
  'logoff.answers-204': async (url) => {
    const send = await session(url);
    return (await send('POST', '/api/Auth/Logoff')).status === 204;
  },
  'getOidcInfo.null-before-save': async (url) =>
    at((await signedSend(url, 'GET', network)).json, 'openidConnectInfo') === null,
};
