import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { fail, startVault } from './fixtures/vault.ts';
import { createPvwaClient, errors } from './index.ts';

const user = { username: 'admin', password: 'Passw0rd!' };

test('the first call logs on, all calls share the session, and the end logs off', async () => {
  await using vault = await startVault();
  {
    await using client = createPvwaClient({ url: vault.url, ...user });
    await Promise.all(Array.from({ length: 8 }, () => client.listProviders()));
    await client.listProviders();
    expect(vault.count('/Logon')).toBe(1);
    expect(vault.sessions.size).toBe(1);
  }
  expect(vault.sessions.size).toBe(0);
  expect(vault.count('/Logoff')).toBe(1);
  expect(JSON.parse(vault.requests[0]?.body ?? '')).toEqual({ ...user, concurrentSession: true });
  expect(vault.requests[0]?.path).toBe('/PasswordVault/api/Auth/CyberArk/Logon');
});

test('a client that never called has nothing to log off', async () => {
  await using vault = await startVault();
  await createPvwaClient({ url: vault.url, ...user }).close();
  expect(vault.requests).toHaveLength(0);
});

test('the token goes bare, or behind Bearer where that is asked for', async () => {
  await using vault = await startVault((_, response) => {
    response.setHeader('content-type', 'application/json').end('{"Providers":[]}');
    return true;
  });
  await createPvwaClient({ url: vault.url, token: 'given==' }).listProviders();
  await createPvwaClient({ url: vault.url, token: 'given==', bearer: true }).listProviders();
  expect(vault.requests.map(({ headers }) => headers.authorization)).toEqual([
    'given==',
    'Bearer given==',
  ]);
});

test('a token that was given is not logged off', async () => {
  await using vault = await startVault();
  vault.sessions.add('given==');
  {
    await using client = createPvwaClient({ url: vault.url, token: 'given==' });
    await client.listProviders();
  }
  expect(vault.count('/Logoff')).toBe(0);
});

test('a session that took the place of a given token is logged off', async () => {
  await using vault = await startVault();
  {
    await using client = createPvwaClient({ url: vault.url, token: 'stale==', ...user });
    await client.listProviders();
    expect(vault.sessions.size).toBe(1);
  }
  expect(vault.count('/Logoff')).toBe(1);
  expect(vault.sessions.size).toBe(0);
});

test('a session that the server forgot is opened again, once, for all calls together', async () => {
  await using vault = await startVault();
  const client = createPvwaClient({ url: vault.url, ...user });
  await client.listProviders();
  vault.sessions.clear();
  await Promise.all(Array.from({ length: 5 }, () => client.listProviders()));
  expect(vault.count('/Logon')).toBe(2);
});

test('401 for ever: one more log-on, then the error', async () => {
  await using vault = await startVault(
    ({ path }, response) => !path.endsWith('/Logon') && fail(response, 401, 'PASWS006E'),
  );
  const client = createPvwaClient({ url: vault.url, ...user });
  await expect(
    client.addProvider({
      id: 'a',
      clientId: 'b',
      clientSecretMethod: 'Post',
      discoveryEndpointUrl: 'https://idp.example',
    }),
  ).rejects.toBeInstanceOf(errors.Unauthorized);
  expect(vault.count('/Logon')).toBe(2);
  expect(vault.count('/Providers')).toBe(2);
});

test('403 with the code of an ended session counts as 401, another 403 does not', async () => {
  let code = 'CAIWS001E';
  await using vault = await startVault(
    ({ path }, response) => !path.endsWith('/Logon') && fail(response, 403, code),
  );
  const client = createPvwaClient({ url: vault.url, ...user });
  await expect(client.listProviders()).rejects.toMatchObject({ code: 'Forbidden' });
  expect(vault.count('/Logon')).toBe(2);
  code = 'PASWS041E';
  await expect(client.listProviders()).rejects.toMatchObject({ wireCode: 'PASWS041E' });
  expect(vault.count('/Logon')).toBe(2);
});

test('without credentials a 401 is the error at once', async () => {
  await using vault = await startVault();
  const client = createPvwaClient({ url: vault.url, token: 'old==' });
  await expect(client.listProviders()).rejects.toMatchObject({ code: 'Unauthorized' });
  expect(vault.requests).toHaveLength(1);
});

test.each([401, 403])('wrong credentials (%i) are tried once, never again', async (status) => {
  await using vault = await startVault(
    ({ path }, response) => path.endsWith('/Logon') && fail(response, status, 'PASWS013E'),
  );
  const client = createPvwaClient({ url: vault.url, ...user });
  const calls = () => Promise.allSettled([client.listProviders(), client.listProviders()]);
  for (const result of [...(await calls()), ...(await calls())])
    expect(result).toMatchObject({ status: 'rejected', reason: { status, operation: 'logon' } });
  expect(vault.requests).toHaveLength(1);
});

test('a log-on that failed for another reason is tried again by the next call, not by itself', async () => {
  await using vault = await startVault(
    ({ path }, response, { requests }) =>
      path.endsWith('/Logon') && requests.length === 1 && fail(response, 500, 'CAWS00001E'),
  );
  const client = createPvwaClient({ url: vault.url, ...user });
  await expect(client.listProviders()).rejects.toMatchObject({ code: 'ServerError' });
  expect(vault.requests).toHaveLength(1);
  expect(await client.listProviders()).toEqual({ Providers: [] });
});

test.each([
  ['an object without a token', '{"CyberArkLogonResult":null}'],
  ['an empty token', '""'],
  ['a token that no header can hold', '"a\\nb"'],
])('Windows log-on that answers 200 with %s is an error', async (_, body) => {
  await using vault = await startVault((__, response) => {
    response.setHeader('content-type', 'application/json').end(body);
    return true;
  });
  const client = createPvwaClient({ url: vault.url, ...user, type: 'Windows' });
  await expect(client.listProviders()).rejects.toMatchObject({
    code: 'UnexpectedResponseError',
    reason: 'type',
    operation: 'logon',
  });
  expect(vault.requests).toMatchObject([{ path: '/PasswordVault/api/Auth/Windows/Logon' }]);
});

test('logon and logoff may be called by hand', async () => {
  await using vault = await startVault();
  const client = createPvwaClient({ url: vault.url });
  await expect(client.listProviders()).rejects.toMatchObject({ code: 'ConfigurationError' });
  const token = await client.logon({ type: 'LDAP', ...user });
  expect(vault.sessions.has(token)).toBe(true);
  expect(await client.listProviders()).toEqual({ Providers: [] });
  await client.logoff();
  expect(vault.sessions.size).toBe(0);
  await expect(client.listProviders()).rejects.toMatchObject({ code: 'ConfigurationError' });
});

test('what is sent at log-on: other sessions may go on, unless the caller says otherwise; a new password only when asked', async () => {
  await using vault = await startVault();

  await createPvwaClient({ url: vault.url }).logon({ type: 'CyberArk', ...user });
  await createPvwaClient({ url: vault.url }).logon({
    type: 'CyberArk',
    ...user,
    concurrentSession: false,
    newPassword: 'Next1!',
  });
  // An option that the caller left undefined counts as not given.
  await createPvwaClient({ url: vault.url }).logon({
    type: 'CyberArk',
    ...user,
    ...({ concurrentSession: undefined } as object),
  });
  const strict = createPvwaClient({ url: vault.url, ...user, concurrentSession: false });
  await strict.listProviders();
  const bodies = vault.requests
    .filter(({ path }) => path.endsWith('/Logon'))
    .map(({ body }) => JSON.parse(body) as unknown);
  expect(bodies).toEqual([
    { ...user, concurrentSession: true },
    { ...user, concurrentSession: false, newPassword: 'Next1!' },
    { ...user, concurrentSession: true },
    { ...user, concurrentSession: false },
  ]);
});

test('a session that has ended by itself is no error at the end', async () => {
  await using vault = await startVault();
  const client = createPvwaClient({ url: vault.url, ...user });
  await client.listProviders();
  vault.sessions.clear();
  await client.close();
  expect(vault.count('/Logon')).toBe(1);
});

test('neither the client nor its errors show the password or the token', async () => {
  await using vault = await startVault(
    ({ path, headers }, response) =>
      path.endsWith('/x/') && fail(response, 404, 'X', `${headers.authorization} ${user.password}`),
  );
  const client = createPvwaClient({ url: vault.url, ...user });
  const error: unknown = await client.getProvider({ id: 'x' }).catch((caught: unknown) => caught);
  const [token = ''] = vault.sessions;
  const shown = `${inspect(client, { depth: 9, showHidden: true })} ${inspect(error)} ${JSON.stringify(error)}`;
  expect(token).not.toBe('');
  expect(shown).not.toContain(token);
  expect(shown).not.toContain(user.password);
});

test('a caller who gives up does not end the log-on of the others', async () => {
  const held: (() => void)[] = [];
  await using vault = await startVault(({ path }, response, { sessions }) => {
    if (!path.endsWith('/Logon')) return false;
    held.push(() => {
      sessions.add('late==');
      response.setHeader('content-type', 'application/json').end('"late=="');
    });
    return true;
  });
  const client = createPvwaClient({ url: vault.url, ...user });
  const controller = new AbortController();
  const first = client.listProviders(undefined, { signal: controller.signal });
  const second = client.listProviders();
  while (held.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  controller.abort();
  await expect(first).rejects.toMatchObject({ code: 'AbortedError' });
  for (const release of held) release();
  expect(await second).toEqual({ Providers: [] });
  expect(held).toHaveLength(1);
});
