import type { OutsiderKind } from '../outsider.ts';
import { sendPlainly, signedPlainly } from './plainHttp.ts';
import {
  at,
  byEndpoints,
  config,
  expectStatus,
  idsIn,
  methodPath,
  network,
  provider,
  providerPath,
  session,
  signedSend,
  updatedOtherwise,
  type Witnesses,
} from './witness.ts';

const tested = { issuer: config.issuer, scopes: config.scopes };

/** What shows the faults that need one more condition, by kind. */
export const narrowWitnesses: Readonly<Partial<Record<OutsiderKind, Witnesses>>> = {
  values: {
    'updateAuthenticationMethod.mobile-follows-enabled': updatedOtherwise(methodPath, {
      enabled: true,
      mobileEnabled: false,
    }),
  },
  alike: {
    'deleteProvider.later-equal-one-too': async (url) => {
      const send = await session(url);
      for (const id of ['one', 'two'])
        expectStatus(await send('POST', providerPath, { id, ...provider }), 201);
      expectStatus(await send('DELETE', `${providerPath}/one/`), 204);
      return (await send('GET', `${providerPath}/two/`)).status === 404;
    },
    'updateAuthenticationMethod.label-where-display-name': async (url) => {
      const send = await session(url);
      for (const id of ['one', 'two'])
        expectStatus(await send('POST', methodPath, { id, displayName: 'same' }), 201);
      const sent = { displayName: 'same', signInLabel: 'of one' };
      expectStatus(await send('PUT', `${methodPath}/one`, sent), 200);
      return at((await send('GET', `${methodPath}/two`)).json, 'signInLabel') === 'of one';
    },
  },
  keys: {
    'getAuthenticationMethod.json-is-a-format': async (url) => {
      const send = await session(url);
      expectStatus(await send('POST', methodPath, { id: 'one' }), 201);
      return (await send('GET', `${methodPath}/one.json/`)).status === 200;
    },
    'getOidcInfo.zero-before-ignored': async (url) => {
      expectStatus(await signedSend(url, 'POST', `${network}/save`, config), 200);
      return (await signedSend(url, 'GET', '/networks/012345678/oidc')).status === 200;
    },
  },
  unchanged: {
    'updateProvider.description-before-method': async (url) => {
      const send = await session(url);
      expectStatus(await send('POST', providerPath, { id: 'one', ...provider }), 201);
      const wrong = { ...provider, clientSecretMethod: 'None', description: 'of the refused' };
      expectStatus(await send('PUT', `${providerPath}/one/`, wrong), 400);
      const { json } = await send('GET', `${providerPath}/one/`);
      return at(json, 'description') === 'of the refused';
    },
    'getAuthenticationMethod.third-read-switches': async (url) => {
      const send = await session(url);
      const sent = { id: 'one', mobileEnabled: true };
      expectStatus(await send('POST', methodPath, sent), 201);
      for (let read = 0; read < 3; read += 1) await send('GET', `${methodPath}/one`);
      return at((await send('GET', `${methodPath}/one`)).json, 'mobileEnabled') === false;
    },
  },
  sessions: {
    'listProviders.cache-of-the-session': async (url) => {
      const [send, other] = [await session(url), await session(url)];
      expectStatus(await send('POST', providerPath, { id: 'one', ...provider }), 201);
      return !(await idsIn(other, providerPath)).includes('one');
    },
  },
  order: {
    'addProvider.taken-before-description': async (url) => {
      const send = await session(url);
      expectStatus(await send('POST', providerPath, { id: 'one', ...provider }), 201);
      const wrong = { id: 'one', ...provider, description: 'a'.repeat(256) };
      return (await send('POST', providerPath, wrong)).status === 409;
    },
  },
  http: {
    'updateProvider.first-chunks-only': async (url) => {
      const send = await session(url);
      expectStatus(await send('POST', providerPath, { id: 'one', ...provider }), 201);
      const text = JSON.stringify(provider) + ' '.repeat(20_000);
      const more = { headers: { 'content-type': 'application/json' }, chunked: true } as const;
      return (await send('PUT', `${providerPath}/one/`, text, more)).status === 400;
    },
  },
  jwkSet: {
    'addProvider.other-members-only': async (url) => {
      const send = await session(url);
      const sent = { id: 'one', ...byEndpoints, jwkSet: '{"key":[]}' };
      return (await send('POST', providerPath, sent)).status === 201;
    },
    'updateProvider.keys-in-capitals': async (url) => {
      const send = await session(url);
      expectStatus(await send('POST', providerPath, { id: 'one', ...provider }), 201);
      const sent = { ...byEndpoints, jwkSet: '{"Keys":[]}' };
      return (await send('PUT', `${providerPath}/one/`, sent)).status === 200;
    },
  },
  signatures: {
    'getOidcInfo.url-not-signed': async (url) => {
      expectStatus(await signedSend(url, 'POST', `${network}/save`, config), 200);
      const request = { method: 'GET', path: `${network}?url=one` };
      const headers = signedPlainly(url, request);
      expectStatus(await sendPlainly(url, { ...request, headers }), 200);
      const other = { ...request, path: `${network}?url=two`, headers };
      return (await sendPlainly(url, other)).status === 200;
    },
    'registerOidcConfigTest.white-space-not-signed': async (url) => {
      const json = { 'content-type': 'application/json' };
      const request = {
        method: 'POST',
        path: `${network}/test`,
        body: JSON.stringify(tested),
        headers: json,
      };
      const headers = signedPlainly(url, request);
      const spread = { ...request, body: JSON.stringify(tested, null, 2), headers };
      return (await sendPlainly(url, spread)).status === 200;
    },
  },
};
