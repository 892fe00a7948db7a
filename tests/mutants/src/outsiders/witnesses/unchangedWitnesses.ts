import { isDeepStrictEqual } from 'node:util';
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

async function readConfig(url: string): Promise<unknown> {
  const response = await signedSend(url, 'GET', network);
  expectStatus(response, 200);
  return at(response.json, 'openidConnectInfo');
}

/** Whether the saved configuration is another one after a request that changes nothing. */
function changedBy(method: string, path: string, body?: object): Witness {
  return async (url) => {
    expectStatus(await signedSend(url, 'POST', `${network}/save`, config), 200);
    const before = await readConfig(url);
    await signedSend(url, method, path, body);
    return !isDeepStrictEqual(await readConfig(url), before);
  };
}

/** Whether `one`, or another that is named, is read otherwise after a request that changes nothing. */
function readOtherwiseAfter(path: string, method: string, target: string, body?: object): Witness {
  return async (url) => {
    const send = await session(url);
    const more = path === providerPath ? { ...provider, description: 'text' } : {};
    expectStatus(await send('POST', path, { id: 'one', ...more }), 201);
    const before = await send('GET', `${path}/one/`);
    await send(method, target, body);
    const after = await send('GET', `${path}/one/`);
    return !isDeepStrictEqual([after.status, after.json], [before.status, before.json]);
  };
}

/** Whether a write is answered otherwise than the next read. */
function answeredOtherwise(method: string, path: string, body: object): Witness {
  return async (url) => {
    const send = await session(url);
    if (method === 'PUT') await send('POST', methodPath, { id: 'one', displayName: 'before' });
    const written = await send(method, path, body);
    const read = await send('GET', `${methodPath}/one`);
    return !isDeepStrictEqual(written.json, read.json);
  };
}

export const unchangedWitnesses: Witnesses = {
  'listProviders.list-thins-rows': readOtherwiseAfter(providerPath, 'GET', providerPath),
  'addProvider.refused-add-writes': readOtherwiseAfter(providerPath, 'POST', providerPath, {
    id: 'one',
    ...provider,
    clientId: 'another',
  }),
  'updateProvider.refused-update-clears': readOtherwiseAfter(
    providerPath,
    'PUT',
    `${providerPath}/one/`,
    { ...provider, clientId: 'c'.repeat(101) },
  ),
  'addAuthenticationMethod.answer-with-guess': answeredOtherwise('POST', methodPath, { id: 'one' }),
  'updateAuthenticationMethod.answer-is-old-row': answeredOtherwise('PUT', `${methodPath}/one`, {
    displayName: 'after',
  }),
  'deleteAuthenticationMethod.unknown-deletes-last': readOtherwiseAfter(
    methodPath,
    'DELETE',
    `${methodPath}/unknown`,
  ),
  'registerOidcConfigTest.redirect-changes': changedBy('POST', `${network}/test`, {
    issuer: config.issuer,
    scopes: config.scopes,
  }),
  'getOidcInfo.client-id-kept': changedBy(
    'GET',
    `${network}?clientId=other&code=abc&grantType=authorization_code`,
  ),
  'registerOidcConfig.refused-save-renumbers': changedBy('POST', `${network}/save`, {
    ...config,
    companyId: 'elsewhere',
  }),
  'registerOidcConfig.repeated-save-renumbers': changedBy('POST', `${network}/save`, config),
  'registerOidcConfig.answer-of-other-version': async (url) => {
    const { json } = await signedSend(url, 'POST', `${network}/save`, config);
    return !isDeepStrictEqual(json, await readConfig(url));
  },
};
