import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  reportOf,
  run as runChecks,
  terminalFailures,
  type RunEvent,
} from '@oidc-admin/conformance';
import { createPvwaClient } from '@oidc-admin/pvwa-client';
import { access } from '@oidc-admin/pvwa-client/testing';
import { createPvwaMock } from '@oidc-admin/pvwa-mock';
import { expect, test } from 'vitest';
import { startTwoNodes } from './testing/twoNodes.ts';

const run = promisify(execFile);
const cli = new URL('../../../apps/cli/src/main.ts', import.meta.url).pathname;
const values = /node[AB]of2/;
const provider = {
  id: 'okta',
  authenticationFlow: 'Code',
  discoveryEndpointUrl: 'https://idp.example/.well-known/openid-configuration',
  clientId: 'one',
  clientSecretMethod: 'Basic',
} as const;

/** Two nodes before a mock, and a client with the mock's first user. */
async function twoNodes() {
  const mock = createPvwaMock();
  const running = await mock.start();
  const nodes = await startTwoNodes(running.url);
  const environment: Record<string, string> = { ...mock.demo.environment, PVWA_URL: nodes.url };
  const { PVWA_USERNAME: username = '', PVWA_PASSWORD: password = '' } = environment;
  return {
    nodes,
    environment,
    client: () => createPvwaClient({ url: nodes.url, username, password }),
    async [Symbol.asyncDispose]() {
      await nodes[Symbol.asyncDispose]();
      await running.stop();
    },
  };
}

test('a client stays on the node that knows its session, from log-on to log-off', async () => {
  await using both = await twoNodes();
  for (let session = 0; session < 2; session += 1) {
    const client = both.client();
    await client.addProvider(provider);
    await client.updateProvider({ ...provider, clientId: 'two' });
    expect((await client.getProvider({ id: 'okta' })).clientId).toBe('two');
    await client.deleteProvider({ id: 'okta' });
    await client.close();
  }
  const { asked } = both.nodes;
  expect(asked.filter(({ knows }) => !knows)).toEqual([]);
  expect(new Set(asked.map(({ node }) => node)).size).toBe(2);
});

test('a client that drops cookies gets 401 from the other node', async () => {
  await using both = await twoNodes();
  const headers = { 'content-type': 'application/json' };
  const { PVWA_USERNAME: username, PVWA_PASSWORD: password } = both.environment;
  const logon = await fetch(`${both.nodes.url}/api/auth/CyberArk/logon`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ username, password }),
  });
  const token = (await logon.json()) as string;
  const path = '/api/Configuration/OIDC/Providers/';
  const read = await fetch(both.nodes.url + path, { headers: { authorization: token } });
  expect(read.status).toBe(401);
  expect(await read.json()).toMatchObject({ ErrorCode: 'PASWS006E' });
});

test('sessions of one user that overlap keep a jar each', async () => {
  await using both = await twoNodes();
  const [one, other] = [both.client(), both.client()];
  await one.listProviders();
  await other.listProviders();
  await Promise.all([one.addProvider(provider), other.listProviders(), one.listProviders()]);
  await one.close();
  await other.listProviders();
  await other.close();
  const { asked, shared } = both.nodes;
  expect(shared).toEqual([]);
  expect(asked.filter(({ knows }) => !knows)).toEqual([]);
  expect(new Set(asked.map(({ node }) => node)).size).toBe(2);
});

test('a client that logs on again begins with an empty jar', async () => {
  await using both = await twoNodes();
  const client = both.client();
  await client.listProviders();
  await client.logoff();
  await client.listProviders();
  await client.close();
  expect(new Set(both.nodes.asked.map(({ node }) => node)).size).toBe(2);
});

test('no error and no event of a client shows a cookie', async () => {
  const reported: unknown[] = [];
  const cookie = 'very-secret-cookie-value';
  const client = createPvwaClient({
    url: 'https://pvwa.example/PasswordVault',
    token: 'example-token',
    onRequest: (event) => reported.push(event),
    fetch: async () =>
      Response.json(
        { ErrorCode: 'X', ErrorMessage: `The cookie LB=${cookie} is odd` },
        { status: 404, headers: { 'set-cookie': `LB=${cookie}` } },
      ),
  });
  const fail = () => client.getProvider({ id: 'okta' }).catch((error: unknown) => error);
  await fail();
  const failure = await fail();
  expect(JSON.stringify([failure, reported])).toContain('is odd');
  expect(JSON.stringify([failure, reported])).not.toContain(cookie);
});

test('every command of the command line is one session', { timeout: 60_000 }, async () => {
  await using both = await twoNodes();
  const command = async (...args: string[]): Promise<string> =>
    (
      await run(process.execPath, [cli, 'pvwa', ...args], {
        env: { ...both.environment, OIDC_ADMIN_SKIP_DOCTOR: '1' },
      })
    ).stdout;
  const { id, discoveryEndpointUrl: url, clientId } = provider;
  await command(
    'addProvider',
    '--id',
    id,
    '--discovery-endpoint-url',
    url,
    '--client-id',
    clientId,
    '--client-secret-method',
    'basic',
  );
  expect(await command('getProvider', '--id', id)).toContain(clientId);
  await command('deleteProvider', '--id', id, '--yes');
  const { asked } = both.nodes;
  expect(asked.length).toBeGreaterThan(5);
  expect(asked.filter(({ knows }) => !knows)).toEqual([]);
});

test(
  'a run of all checks is conformant, and its record shows no cookie',
  { timeout: 120_000 },
  async () => {
    await using both = await twoNodes();
    const { environment } = both;
    const { contract } = createPvwaMock();
    const events: RunEvent[] = [];
    const target = { url: both.nodes.url, contract, access, environment };
    for await (const event of runChecks(target, { seed: 1, level: 'disposable', strict: true }))
      events.push(event);
    const report = reportOf([events], { contractOf: () => contract });
    expect(terminalFailures(report, 100)).toBe('');
    expect(report.verdict).toBe('conformant');
    expect(new Set(both.nodes.asked.map(({ node }) => node)).size).toBe(2);
    // No cookie of one principal is sent for another, nor with wrong credentials.
    expect(both.nodes.shared).toEqual([]);
    expect(JSON.stringify(events)).not.toMatch(values);
  },
);
