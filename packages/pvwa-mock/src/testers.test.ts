import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { createPvwaMock } from './createPvwaMock.ts';
import { pvwaFaults } from './faults/pvwaFaults.ts';
import { openSession } from './fixtures/openSession.ts';

const root = '/api/Configuration/OIDC/Providers';
const provider = {
  id: 'seeded',
  authenticationFlow: 'Code',
  clientId: 'c',
  clientSecretMethod: 'Basic',
  userNameClaim: 'sub',
};
const seed = { resources: { provider: { '': { seeded: provider } } } };

test('state can be seeded, read and reset', async () => {
  const mock = createPvwaMock({ seed });
  const call = await openSession('http://mock/PasswordVault', 'admin', undefined, mock.fetch);
  mock.state.seed({ resources: { provider: { '': { more: { ...provider, id: 'more' } } } } });
  await call('DELETE', `${root}/seeded/`);
  expect(Object.keys(mock.state.read().resources?.['provider']?.[''] ?? {})).toEqual(['more']);
  mock.reset();
  expect(mock.state.read()).toEqual({ ...seed, sessions: {} });
  expect(mock.requests).toEqual([]);
});

test('requests are logged with what was made of them, and the shell’s line holds no secret', async () => {
  const lines: string[] = [];
  const mock = createPvwaMock({ log: (line) => lines.push(line) });
  const call = await openSession('http://mock/PasswordVault', 'admin', undefined, mock.fetch);
  const secret = 'a-secret-of-this-test';
  await call('PUT', `${root}/unknown/?a=b`, { clientSecret: secret });
  await call('GET', `/nothing?clientSecret=${secret}`);
  expect(mock.requests.map(({ operation, reply }) => [operation, reply.status])).toEqual([
    ['logon', 200],
    ['updateProvider', 404],
    [undefined, 404],
  ]);
  expect(lines[1]).toBe(
    'PUT /PasswordVault/api/Configuration/OIDC/Providers/unknown/?a=[redacted] 404 pvwa.updateProvider.path.id.existence',
  );
  expect(lines.join('\n')).not.toContain(secret);
  expect(lines.join('\n')).not.toContain('Passw0rd!');
});

test('Prefer asks for a documented status or example, and changes nothing', async () => {
  const mock = createPvwaMock({ seed });
  const call = await openSession('http://mock/PasswordVault', 'admin', undefined, mock.fetch);
  const before = mock.state.read().resources;
  const wanted = await call('DELETE', `${root}/seeded/`, undefined, { prefer: 'code=429' });
  expect([wanted.status, wanted.code]).toEqual([429, 'PASWS429E']);
  const example = await call('GET', `${root}/seeded/`, undefined, {
    prefer: 'example=byEndpoints',
  });
  expect(example.json).toMatchObject({ id: 'partners' });
  expect((await call('GET', `${root}/no/`, undefined, { prefer: 'code=200' })).status).toBe(404);
  expect(mock.state.read().resources).toEqual(before);
});

test('faults are switched by name, for one operation or all; a wrong name names the nearest', async () => {
  const mock = createPvwaMock({ faults: pvwaFaults, seed });
  const call = await openSession('http://mock/PasswordVault', 'admin', undefined, mock.fetch);
  mock.faults.on('too-many-requests', { operation: 'listProviders' });
  const busy = await call('GET', root);
  expect([busy.status, busy.headers.get('retry-after')]).toEqual([429, '1']);
  expect((await call('GET', `${root}/seeded/`)).status).toBe(200);
  mock.faults.off();
  mock.faults.on('dropped-connection');
  await expect(call('GET', root)).rejects.toThrow('fetch failed');
  mock.faults.off('dropped-connection');
  expect((await call('GET', root)).status).toBe(200);
  expect(() => mock.faults.on('ghost-delet')).toThrow(/ghost-delete:provider/);
});

test('the control interface is beside the API, and only if it is asked for', async () => {
  const without = createPvwaMock();
  expect((await without.fetch('http://mock/__mock/state')).status).toBe(404);
  const mock = createPvwaMock({ faults: pvwaFaults, control: '/__mock' });
  const call = await openSession('http://mock', 'admin', 'none', mock.fetch);
  expect((await call('POST', '/__mock/state', seed)).status).toBe(200);
  expect((await call('GET', '/__mock/state')).json).toMatchObject(seed);
  expect((await call('PUT', '/__mock/faults/server-error?operation=logon')).status).toBe(200);
  expect((await call('POST', '/PasswordVault/api/Auth/LDAP/Logon', {})).status).toBe(500);
  expect((await call('PUT', '/__mock/faults/nothing')).status).toBe(400);
  expect((await call('DELETE', '/__mock/faults')).status).toBe(200);
  expect((await call('GET', '/__mock/requests')).json).toEqual([
    'POST /PasswordVault/api/Auth/LDAP/Logon 500',
  ]);
  expect((await call('POST', '/__mock/reset')).status).toBe(200);
  expect((await call('GET', '/__mock/state')).json).toEqual({ resources: {}, sessions: {} });
  expect((await call('GET', '/__mock/else')).status).toBe(404);
});

/** Asks a mock that listens for its control interface, as a browser or another machine would. */
async function statusWith(headers: Readonly<Record<string, string>>): Promise<number> {
  await using server = await createPvwaMock({ control: '/__mock', controlToken: 'word' }).start();
  const request = get({ port: server.port, host: '127.0.0.1', path: '/__mock/state', headers });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode ?? 0;
}

test.each([
  [200, 'of this machine', { host: 'localhost:4100' }],
  [200, 'of this machine by number', { host: '127.0.0.1', origin: 'http://[::1]:3000' }],
  [200, 'of a page of this machine', { host: '[::1]', origin: 'http://localhost:3000' }],
  [403, 'of a name below that of this machine', { host: 'app.localhost' }],
  [403, 'of another number of this machine', { host: '127.0.0.2:4100' }],
  [200, 'of another machine with the token', { host: 'mock', 'x-mock-token': 'word' }],
  [403, 'of another machine', { host: 'mock:4100' }],
  [403, 'of another machine with another token', { host: 'localhost', 'x-mock-token': 'guess' }],
  [403, 'of a page that gave its name to this machine', { host: 'evil.example' }],
  [403, 'of a page with a name like it', { host: 'localhost.evil.example' }],
  [403, 'of a page of elsewhere', { host: 'localhost', origin: 'https://evil.example' }],
  [403, 'of a page without a name', { host: 'localhost', origin: 'null' }],
])('the control interface answers %i to a request %s', async (status, _who, headers) => {
  expect(await statusWith(headers)).toBe(status);
});

test('an abort ends a request that is never answered', async () => {
  const mock = createPvwaMock({ faults: pvwaFaults });
  mock.faults.on('no-answer');
  const signal = AbortSignal.timeout(20);
  const url = `http://mock/PasswordVault${root}`;
  await expect(mock.fetch(url, { signal })).rejects.toThrow(/timeout|aborted/i);
});
