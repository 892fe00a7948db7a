import {
  addedOtherwise,
  config,
  byEndpoints,
  expectStatus,
  methodPath,
  network,
  provider,
  providerPath,
  savedOtherwise,
  signedSend,
  updatedOtherwise,
  type Witnesses,
} from './witness.ts';

const long = `https://idp.example.com/${'a'.repeat(2000)}`;
const keys = JSON.stringify({ keys: [{ kty: 'RSA', n: 'a'.repeat(9000), e: 'AQAB' }] });

export const valueWitnesses: Witnesses = {
  'addProvider.leading-zeros-lost': addedOtherwise(providerPath, { ...provider, clientId: '0012' }),
  'addProvider.url-cut-at-1024': addedOtherwise(providerPath, {
    ...provider,
    discoveryEndpointUrl: long,
  }),
  'addProvider.keys-cut-at-4000': addedOtherwise(providerPath, { ...byEndpoints, jwkSet: keys }),
  'updateProvider.yaml-booleans': updatedOtherwise(providerPath, {
    ...provider,
    description: 'no',
  }),
  'updateProvider.long-digits-rounded': updatedOtherwise(providerPath, {
    ...provider,
    clientId: '12345678901234567890',
  }),
  'addAuthenticationMethod.exponents-written-out': addedOtherwise(methodPath, {
    displayName: '1e5',
  }),
  'addAuthenticationMethod.false-not-kept': addedOtherwise(methodPath, { enabled: false }),
  'updateAuthenticationMethod.dates-become-times': updatedOtherwise(methodPath, {
    signInLabel: '2024-01-31',
  }),
  'updateAuthenticationMethod.url-cut-at-255': updatedOtherwise(methodPath, {
    logoffUrl: long.slice(0, 2000),
  }),
  'updateAuthenticationMethod.empty-second-factor-ignored': updatedOtherwise(
    methodPath,
    { secondFactorAuth: '' },
    { secondFactorAuth: 'radius' },
  ),
  'registerOidcConfig.scopes-as-set': savedOtherwise({ scopes: 'openid profile email' }),
  'registerOidcConfig.zero-minutes-lost': savedOtherwise({ ssoTokenBufferMinutes: 0 }),
  'registerOidcConfig.text-null-is-nothing': savedOtherwise({ customUsername: 'null' }),
  'registerOidcConfig.parameters-written-anew': savedOtherwise({
    extraAuthParams: 'ui_locales=en%20de',
  }),
  'registerOidcConfig.long-text-refused': async (url) => {
    const sent = { ...config, extraAuthParams: `a=${'b'.repeat(10_000)}` };
    return (await signedSend(url, 'POST', `${network}/save`, sent)).status === 400;
  },
  'getOidcInfo.issuer-slash-added': async (url) => {
    const issuer = 'https://idp.example.com';
    const saved = await signedSend(url, 'POST', `${network}/save`, { ...config, issuer });
    expectStatus(saved, 200);
    return savedOtherwise({ issuer })(url);
  },
};
