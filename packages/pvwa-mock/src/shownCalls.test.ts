import type { Fault } from '@oidc-admin/mock';
import { expect, test } from 'vitest';
import { createPvwaMock } from './createPvwaMock.ts';
import { pvwaFaults } from './faults/pvwaFaults.ts';

const secret = 'hidden0secret';
const api = 'http://pvwa.example/PasswordVault/api';

test('what is shown of requests holds no password, token or secret, wherever it stands', async () => {
  const mock = createPvwaMock({ faults: pvwaFaults, newToken: () => `${secret}-token` });
  const send = async (path: string, body: object, token = '') =>
    mock.fetch(`${api}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: token },
      body: JSON.stringify(body),
    });
  const logon = { username: 'admin', password: 'Passw0rd!' };
  const token = (await (await send('auth/Cyberark/Logon', logon)).json()) as string;
  expect(token).toContain(secret);
  const provider = {
    id: 'staff',
    authenticationFlow: 'Code',
    discoveryEndpointUrl: 'https://idp.example/.well-known/openid-configuration',
    clientId: 'pvwa',
    clientSecret: `${secret}!`,
    clientSecretMethod: 'Basic',
    userNameClaim: 'sub',
  };
  const add = (changes: object) =>
    send('Configuration/OIDC/Providers', { ...provider, ...changes }, token);
  await add({});
  // A misspelt name is not documented; a server that is wrong repeats what it got.
  await add({ id: 'other', clientSecrt: secret });
  mock.faults.on('secret-in-error:provider');
  await add({ id: 'third', clientId: 17 });
  await mock.fetch(`${api}/unknown?password=${secret}`);
  const shown = JSON.stringify(mock.calls());
  expect(shown).not.toContain(secret);
  expect(shown).not.toContain('Passw0rd!');
  expect(mock.calls()).toMatchObject([
    {
      operation: 'logon',
      body: { username: 'admin', password: '[redacted]' },
      response: '[redacted]',
    },
    { operation: 'addProvider', body: { id: 'staff', clientSecret: '[redacted]' }, status: 201 },
    { body: { id: 'other', clientSecrt: '[redacted]' } },
    { status: 400, broken: [{ clause: 'pvwa.addProvider.clientId.type' }] },
    { target: '/PasswordVault/api/unknown?[redacted]', status: 404 },
  ]);
  mock.verify({
    operation: 'addProvider',
    body: { clientSecret: `${secret}!`, id: 'staff' },
    times: 1,
  });
  expect(() =>
    mock.verify({ operation: 'addProvider', body: { clientSecret: `${secret}?` } }),
  ).toThrow(/^(?![^]*hidden0secret)[^]*a body with clientSecret/);
});

test('a refused log-on shows why, and a token under the status of a refusal stays hidden', async () => {
  const wrong: Fault = {
    name: 'wrong-status',
    description: 'Sends a token under the status of a refusal.',
    breaks: [],
    reply: (reply) => ({ ...reply, status: 401 }),
  };
  const mock = createPvwaMock({ faults: () => [wrong], newToken: () => `${secret}-token` });
  const logOn = async (password: string) =>
    mock.fetch(`${api}/Auth/CyberArk/Logon`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'admin', password }),
    });
  await logOn('not the password');
  mock.faults.on('wrong-status');
  await logOn('Passw0rd!');
  expect(mock.calls()).toMatchObject([
    {
      status: 401,
      response: { ErrorCode: 'PASWS013E', ErrorMessage: expect.stringContaining('wrong') },
    },
    { status: 401, response: '[redacted]' },
  ]);
});
