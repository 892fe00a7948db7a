import type { Mock, ModelRequest } from '@oidc-admin/mock';
import { createModel, explains, type ObservedExchange } from '@oidc-admin/mock/testing';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPvwaMock } from './createPvwaMock.ts';
import { pvwaFaults } from './faults/pvwaFaults.ts';

const root = '/api/Configuration/OIDC/Providers';
const session = { user: 'admin', role: 'vaultAdmin', lastUsed: Date.now(), closed: false };
const seed = { sessions: { token: session } };

interface Step {
  readonly operation: string;
  readonly method: string;
  readonly id: string;
  readonly clientId: string;
}

const ids = Array.from({ length: 12 }, (_, index) => `p${index}`);
const steps = fc.record({
  operation: fc.constantFrom(
    'getProvider',
    'getProvider',
    'updateProvider',
    'updateProvider',
    'addProvider',
    'deleteProvider',
    'listProviders',
  ),
  id: fc.constantFrom(...ids),
  clientId: fc.string({ minLength: 1, maxLength: 8 }),
});
const methods: Readonly<Record<string, string>> = {
  getProvider: 'GET',
  updateProvider: 'PUT',
  addProvider: 'POST',
  deleteProvider: 'DELETE',
  listProviders: 'GET',
};

function requestOf({ operation, id, clientId }: Omit<Step, 'method'>): ModelRequest {
  const update = {
    clientId,
    clientSecretMethod: 'basic',
    discoveryEndpointUrl: 'https://a.example/',
  };
  const value = operation === 'addProvider' ? { ...update, id } : update;
  const writes = operation === 'addProvider' || operation === 'updateProvider';
  const all = operation === 'addProvider' || operation === 'listProviders';
  return {
    operation,
    path: all ? {} : { id },
    query: {},
    ...(writes ? { mediaType: 'application/json' } : {}),
    body: writes ? { kind: 'json', value } : { kind: 'none' },
    caller: { kind: 'token', token: 'token' },
    now: Date.now(),
  };
}

async function observe(url: string, request: ModelRequest): Promise<ObservedExchange> {
  const id = request.path['id'];
  const start = performance.now();
  const response = await fetch(`${url}${root}${id === undefined ? '' : `/${id}/`}`, {
    method: methods[request.operation] ?? 'GET',
    headers: { authorization: 'token', 'content-type': 'application/json' },
    body: request.body.kind === 'json' ? JSON.stringify(request.body.value) : null,
  });
  const bodyText = await response.text();
  const end = performance.now();
  const headers = Object.fromEntries(response.headers);
  const body = bodyText === '' ? undefined : JSON.parse(bodyText);
  return { request, response: { status: response.status, headers, body, bodyText }, start, end };
}

/** Lets so many callers work at the same time, each one request after the other. */
async function walk(
  mock: Mock,
  {
    callers,
    requests,
    seed: random,
  }: { readonly callers: number; readonly requests: number; readonly seed: number },
) {
  await using server = await mock.start();
  const history: ObservedExchange[] = [];
  const initial = mock.state.model;
  const all = fc.sample(steps, { numRuns: requests, seed: random });
  const caller = async (index: number): Promise<void> => {
    for (let next = index; next < all.length; next += callers) {
      const step = all[next];
      if (step !== undefined) history.push(await observe(server.url, requestOf(step)));
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, index) => caller(index)));
  return {
    history,
    explanation: explains(createModel(mock.contract, mock.deployment), initial, history),
  };
}

test(
  '10,000 random operations of 16 callers at once are explained by some order',
  { timeout: 240_000 },
  async () => {
    const { history, explanation } = await walk(createPvwaMock({ seed }), {
      callers: 16,
      requests: 10_000,
      seed: 3,
    });
    expect(history).toHaveLength(10_000);
    expect(explanation).toMatchObject({ explained: true });
  },
);

test('a race within one millisecond is not explained', { timeout: 60_000 }, async () => {
  const mock = createPvwaMock({ faults: pvwaFaults, seed });
  mock.faults.on('race-on-create:provider');
  const { explanation } = await walk(mock, { callers: 16, requests: 600, seed: 4 });
  expect(explanation).toMatchObject({ explained: false });
});
