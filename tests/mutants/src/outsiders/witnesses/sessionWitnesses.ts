import {
  anonymous,
  at,
  expectStatus,
  methodPath,
  provider,
  providerPath,
  session,
  type Witness,
  type Witnesses,
} from './witness.ts';

/** Whether a token is taken after its log-off. */
function takenAfterLogoff(method: string, path: string): Witness {
  return async (url) => {
    const other = await session(url);
    expectStatus(await other('POST', providerPath, { id: 'one', ...provider }), 201);
    expectStatus(await other('POST', methodPath, { id: 'one' }), 201);
    const send = await session(url);
    expectStatus(await send('POST', '/api/Auth/Logoff'), 200);
    return (await send(method, path)).status < 300;
  };
}

/** Whether a session ends by what another one does. */
function endedBy(act: (url: string) => Promise<unknown>): Witness {
  return async (url) => {
    const send = await session(url);
    expectStatus(await send('GET', providerPath), 200);
    await act(url);
    return (await send('GET', providerPath)).status === 401;
  };
}

async function logOnAndOff(url: string, username: string): Promise<void> {
  const send = await session(url, username);
  expectStatus(await send('POST', '/api/Auth/Logoff'), 200);
}

export const sessionWitnesses: Witnesses = {
  'logon.one-session-a-user': endedBy((url) => session(url)),
  'logoff.all-of-the-user': endedBy((url) => logOnAndOff(url, 'admin')),
  'logoff.other-users-too': endedBy((url) => logOnAndOff(url, 'auditor')),
  'logoff.closed-token-taken': takenAfterLogoff('POST', '/api/Auth/Logoff'),
  'getProvider.closed-token-taken': takenAfterLogoff('GET', `${providerPath}/one/`),
  'getProvider.cached-before-role': async (url) => {
    const admin = await session(url);
    expectStatus(await admin('POST', providerPath, { id: 'one', ...provider }), 201);
    expectStatus(await admin('GET', `${providerPath}/one/`), 200);
    const auditor = await session(url, 'auditor');
    return (await auditor('GET', `${providerPath}/one/`)).status === 200;
  },
  'deleteAuthenticationMethod.closed-token-taken': takenAfterLogoff('DELETE', `${methodPath}/one`),
  'getAuthenticationMethod.cached-by-session': async (url) => {
    const [one, other] = [await session(url), await session(url)];
    expectStatus(await one('POST', methodPath, { id: 'one', displayName: 'before' }), 201);
    expectStatus(await one('GET', `${methodPath}/one`), 200);
    expectStatus(await other('PUT', `${methodPath}/one`, { displayName: 'after' }), 200);
    return at((await one('GET', `${methodPath}/one`)).json, 'displayName') === 'before';
  },
  'listAuthenticationMethods.cached-without-session': async (url) => {
    const send = await session(url);
    expectStatus(await send('GET', methodPath), 200);
    return (await anonymous(url)('GET', methodPath)).status === 200;
  },
};
