import {
  anonymous,
  config,
  expectStatus,
  methodPath,
  network,
  provider,
  providerPath,
  session,
  signedSend,
  type Witnesses,
} from './witness.ts';

const json = { 'content-type': 'application/json' };

export const orderWitnesses: Witnesses = {
  'addProvider.syntax-before-session': async (url) =>
    (await anonymous(url)('POST', providerPath, '{"id":')).status === 400,
  'addProvider.taken-before-body': async (url) => {
    const send = await session(url);
    expectStatus(await send('POST', providerPath, { id: 'one', ...provider }), 201);
    const wrong = { id: 'one', ...provider, userNameClaim: '1' };
    return (await send('POST', providerPath, wrong)).status === 409;
  },
  'updateProvider.media-type-before-session': async (url) => {
    const headers = { 'content-type': 'image/png' };
    const path = `${providerPath}/one/`;
    return (await anonymous(url)('PUT', path, provider, { headers })).status === 415;
  },
  'updateProvider.existence-before-permission': async (url) => {
    const send = await session(url, 'auditor');
    return (await send('PUT', `${providerPath}/unknown/`, provider)).status === 404;
  },
  'addAuthenticationMethod.empty-before-permission': async (url) => {
    const send = await session(url, 'auditor');
    return (await send('POST', methodPath, '', { headers: json })).status === 400;
  },
  'addAuthenticationMethod.types-before-session': async (url) => {
    const headers = { authorization: 'unknown' };
    const sent = { id: 'one', enabled: 'yes' };
    return (await anonymous(url)('POST', methodPath, sent, { headers })).status === 400;
  },
  'updateAuthenticationMethod.rules-before-permission': async (url) => {
    const admin = await session(url);
    expectStatus(await admin('POST', methodPath, { id: 'one' }), 201);
    const send = await session(url, 'auditor');
    const sent = { displayName: 'a'.repeat(51) };
    return (await send('PUT', `${methodPath}/one`, sent)).status === 400;
  },
  'registerOidcConfig.syntax-before-signature': async (url) =>
    (await anonymous(url)('POST', `${network}/save`, '{"issuer":')).status === 400,
  'registerOidcConfig.types-before-signature': async (url) => {
    const sent = { ...config, scopes: 1 };
    const secret = 'another';
    return (await signedSend(url, 'POST', `${network}/save`, sent, { secret })).status === 422;
  },
  'registerOidcConfigTest.required-before-signature': async (url) =>
    (await anonymous(url)('POST', `${network}/test`, { scopes: 'openid' })).status === 422,
};
