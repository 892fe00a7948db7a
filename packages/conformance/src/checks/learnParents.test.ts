import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { standardAccess } from '@oidc-admin/client';
import { accessTable, contractOf, type JsonValue } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { CheckContext } from './checkContext.ts';
import { learnParents } from './learnParents.ts';
import { createRunContext } from './runContext.ts';
import type { TestersAccess } from './sessions.ts';

const source = { 'x-source': 'SHEDS-ALL' };
const shown = {
  description: 'A shed.',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Shed' } } },
};
const texts = { type: 'string' };
function one(operation: string, action: string, responses: object): object {
  return {
    ...source,
    operationId: operation,
    'x-action': { [action]: 'shed' },
    parameters: ['keeper', 'id'].map((name) => ({
      ...source,
      name,
      in: 'path',
      required: true,
      schema: name === 'id' ? { type: 'integer' } : texts,
    })),
    responses: { ...responses, 404: { description: 'None.', 'x-error': { name: 'None' } } },
  };
}

/** Sheds that each keeper makes for themselves, under numbers that the server makes. */
const contract = contractOf({
  openapi: '3.1.0',
  info: { title: 'Sheds', version: '1' },
  'x-api': 'sheds',
  'x-outcomes': Object.fromEntries(
    ['existence', 'type', 'method', 'pathParameter', 'required', 'nullRequired'].map((kind) => [
      kind,
      { allow: ['4XX'], source: 'SHEDS-ALL' },
    ]),
  ),
  'x-resources': {
    shed: {
      key: 'id',
      parent: 'keeper',
      parentShown: { keeper: '/keeper' },
      schema: '#/components/schemas/Shed',
      rules: {},
    },
  },
  paths: {
    '/mine/sheds': {
      post: {
        ...source,
        operationId: 'addShed',
        'x-action': { create: 'shed' },
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['name'],
                properties: { name: { ...texts, ...source } },
              },
            },
          },
        },
        responses: { 201: shown },
      },
    },
    '/keepers/{keeper}/sheds/{id}': {
      get: one('readShed', 'read', { 200: shown }),
      delete: one('deleteShed', 'delete', { 204: { description: 'Gone.' } }),
    },
  },
  components: {
    schemas: {
      Shed: {
        ...source,
        type: 'object',
        required: ['id', 'name', 'keeper'],
        properties: {
          id: { type: 'integer', readOnly: true, ...source },
          name: { ...texts, ...source },
          keeper: { ...texts, readOnly: true, ...source },
        },
      },
    },
  },
});

interface Answer {
  readonly status: number;
  readonly json?: JsonValue;
}

/** Has the keeper learned so many times from a server that answers so: what failed, what was learned, and what was asked and is left. */
async function learnedAt(
  answer: (method: string, body: { name?: string }, count: number) => Answer,
  times = 1,
): Promise<{ failures: number; keeper: unknown; asked: string[]; left: readonly string[] }> {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '' } = request;
    const count = asked.push(`${method} ${url}`);
    const text = Buffer.concat(chunks).toString();
    const { status, json } = answer(method, text === '' ? {} : JSON.parse(text), count);
    response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '0' });
    response.end(json === undefined ? undefined : JSON.stringify(json));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const run = createRunContext(
    {
      api: 'sheds',
      target: { name: 'sheds', url, embedded: false },
      level: 'allowWrites',
      strict: false,
      seed: 1,
      timeoutMs: 5000,
      runId: '0123456789',
      issuer: 'https://idp.example.com',
    },
    contract,
    standardAccess(accessTable(contract)) as unknown as TestersAccess,
    {},
  );
  try {
    let failures = 0;
    for (let done = 0; done < times; done += 1)
      await learnParents(new CheckContext(run), 'keeper').catch(() => (failures += 1));
    const left = await run.pool.cleanUp(new CheckContext(run));
    return { failures, keeper: run.parents['keeper'], asked, left };
  } finally {
    run.wire.close();
    server.closeAllConnections();
    server.close();
  }
}

/** The shed of a right server. */
function made(name = ''): Answer {
  return { status: 201, json: { id: 7, name, keeper: 'ann' } };
}

test('what was made to learn a parent is deleted again', async () => {
  const { keeper, asked, left } = await learnedAt((method, { name }) =>
    method === 'POST' ? made(name) : { status: 204 },
  );
  expect(keeper).toEqual(['ann']);
  expect(asked).toEqual(['POST /mine/sheds', 'DELETE /keepers/ann/sheds/7']);
  expect(left).toEqual([]);
});

test("somebody else's that a create was answered with is not deleted", async () => {
  const { asked, left } = await learnedAt((method) =>
    method === 'POST' ? made('payroll') : { status: 204 },
  );
  expect(asked).toEqual(['POST /mine/sheds']);
  expect(left).toEqual(["shed 7 may be left, or somebody else's: it is not deleted"]);
});

test("what a read does not find, and no name shows to be the run's, is not deleted", async () => {
  const { asked, left } = await learnedAt((method) =>
    method === 'POST' ? made('') : { status: 404 },
  );
  expect(asked).toEqual(['POST /mine/sheds', 'GET /keepers/ann/sheds/7']);
  expect(left).toEqual([]);
});

test.each([429, 503])('a parent is learned after a %d that ended', async (status) => {
  // After so many the request is given up.
  const busy = status === 429 ? 4 : 1;
  let refused = 0;
  const { failures, keeper, asked } = await learnedAt((method, { name }) => {
    if (method !== 'POST') return { status: 204 };
    if (refused < busy) {
      refused += 1;
      return { status };
    }
    return made(name);
  }, 2);
  expect(keeper).toEqual(['ann']);
  expect(failures).toBe(status === 429 ? 1 : 0);
  expect(asked.filter((line) => line.startsWith('DELETE'))).toHaveLength(1);
});

test('what a server answers for good is asked for once', async () => {
  const { keeper, asked } = await learnedAt(() => ({ status: 403 }), 3);
  expect(keeper).toEqual([]);
  expect(asked).toEqual(['POST /mine/sheds']);
});
