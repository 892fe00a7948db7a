import {
  addedOtherwise,
  at,
  byEndpoints,
  config,
  expectStatus,
  methodPath,
  network,
  provider,
  providerPath,
  session,
  signedSend,
  updatedOtherwise,
  type Witnesses,
} from './witness.ts';

const { authenticationEndpointUrl, issuer, jwkSet } = byEndpoints;

export const alternativeWitnesses: Witnesses = {
  'addProvider.keys-beside-discovery-refused': async (url) => {
    const send = await session(url);
    return (await send('POST', providerPath, { id: 'one', ...provider, jwkSet })).status === 400;
  },
  'addProvider.description-lost-without-discovery': addedOtherwise(providerPath, {
    ...byEndpoints,
    description: 'text',
  }),
  'updateProvider.issuer-beside-discovery-refused': async (url) => {
    const send = await session(url);
    expectStatus(await send('POST', providerPath, { id: 'one', ...provider }), 201);
    return (await send('PUT', `${providerPath}/one/`, { ...provider, issuer })).status === 400;
  },
  'updateProvider.discovery-lost-beside-endpoint': updatedOtherwise(providerPath, {
    ...provider,
    authenticationEndpointUrl,
  }),
  'addAuthenticationMethod.label-without-factor-refused': async (url) => {
    const send = await session(url);
    return (
      (await send('POST', methodPath, { id: 'one', usernameFieldLabel: 'Name' })).status === 400
    );
  },
  'updateAuthenticationMethod.label-crashes-without-factor': async (url) => {
    const send = await session(url);
    expectStatus(await send('POST', methodPath, { id: 'one' }), 201);
    const sent = { passwordFieldLabel: 'Word', secondFactorAuth: '' };
    return (await send('PUT', `${methodPath}/one`, sent)).status === 500;
  },
  'getOidcInfo.redirect-without-code-refused': async (url) => {
    expectStatus(await signedSend(url, 'POST', `${network}/save`, config), 200);
    return (await signedSend(url, 'GET', `${network}?redirectUri=app`)).status === 400;
  },
  'getOidcInfo.tokens-for-grant-type-alone': async (url) => {
    expectStatus(await signedSend(url, 'POST', `${network}/save`, config), 200);
    const { json } = await signedSend(url, 'GET', `${network}?grantType=authorization_code`);
    return at(json, 'tokenInfo') !== undefined;
  },
  'registerOidcConfigTest.certificate-beside-parameters-refused': async (url) => {
    const sent = { issuer, scopes: 'openid', certificate: 'text', extraAuthParams: 'prompt=login' };
    return (await signedSend(url, 'POST', `${network}/test`, sent)).status === 422;
  },
};
