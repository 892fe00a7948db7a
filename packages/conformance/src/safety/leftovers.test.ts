import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { contractOf, type Contract } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { keyPrefix } from '../runner/runId.ts';
import type { TargetConnection } from '../runner/targetRequest.ts';
import { direct } from '../wire/runNetwork.ts';
import { findLeftovers } from './leftovers.ts';

const note = {
  type: 'object',
  required: ['name'],
  'x-source': 'NOTES-ALL',
  properties: { name: { type: 'string' } },
};
const count = { in: 'query', 'x-source': 'NOTES-ALL', schema: { type: 'integer' } };

/** Notes that are shown in pages. */
const contract = contractOf({
  openapi: '3.1.0',
  info: { title: 'Notes', version: '1' },
  'x-api': 'notes',
  'x-outcomes': {
    type: { allow: [400], source: 'NOTES-ALL' },
    method: { allow: ['4XX'], source: 'NOTES-ALL' },
  },
  'x-resources': {
    note: { key: 'name', schema: '#/components/schemas/Note', rules: { paged: 'NOTES-ALL' } },
  },
  paths: {
    '/notes': {
      get: {
        operationId: 'listNotes',
        'x-source': 'NOTES-ALL',
        'x-action': { list: 'note' },
        'x-paging': { limit: 'limit', page: 'page' },
        parameters: [
          { ...count, name: 'limit' },
          { ...count, name: 'page' },
        ],
        responses: {
          200: {
            description: 'Notes.',
            content: {
              'application/json': {
                schema: { type: 'array', items: { $ref: '#/components/schemas/Note' } },
              },
            },
          },
          400: { description: 'Wrong.', 'x-error': { name: 'wrong' } },
        },
      },
    },
  },
  components: { schemas: { Note: note } },
});

/** What a run finds of what runs have left at a server that shows these pages. */
async function foundIn(
  pageOf: (page: number, accept: string) => readonly string[] | 'xml' | undefined,
  shown: Contract = contract,
): Promise<readonly string[]> {
  const server = createServer((request, response) => {
    const page = Number(new URL(request.url ?? '', 'http://notes').searchParams.get('page') ?? 1);
    const names = pageOf(page, request.headers.accept ?? '');
    if (names === 'xml') return response.setHeader('content-type', 'application/xml').end('<n/>');
    response.setHeader('content-type', 'application/json');
    if (names === undefined) response.statusCode = 404;
    return response.end(
      JSON.stringify(names?.map((name) => ({ name, next: '2' })) ?? { detail: 'Invalid page.' }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    const connection = { url, timeoutMs: 5000, contract: shown, network: direct };
    const opened = { authorize: (one: object) => one, close: async () => undefined };
    const found = await findLeftovers(
      connection as unknown as TargetConnection,
      opened as never,
      {},
    );
    return found.map(({ key }) => key);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const left = `${keyPrefix}0123456789001`;

test('what a run left is found on the last page too', async () => {
  const pages = [['a', 'b'], ['c', 'd'], [left]];
  expect(await foundIn((page) => pages[page - 1] ?? [])).toEqual([left]);
});

test('a server that refuses what is behind its last page was read to its end', async () => {
  const pages = [
    ['a', 'b'],
    ['c', left],
  ];
  expect(await foundIn((page) => pages[page - 1])).toEqual([left]);
});

test(
  'pages that are all the same, and pages without an end, are not asked for ever',
  { timeout: 30_000 },
  async () => {
    expect(await foundIn(() => ['a', left])).toEqual([left]);
    await expect(foundIn((page) => [`note ${page}`])).rejects.toThrow(
      'listNotes shows more than 1000 pages',
    );
  },
);

test('a list whose pages lead back to earlier ones is an error, as nobody saw the rest of it', async () => {
  const cursor = { limit: 'limit', by: 'cursor', from: 'page', first: 0, next: '/0/next' } as const;
  const operations = contract.operations.map((one) => ({ ...one, paging: cursor }));
  await expect(foundIn((page) => [`note ${page}`], { ...contract, operations })).rejects.toThrow(
    'what leads to the next page of listNotes leads back to an earlier one',
  );
});

test('a server that prefers another media type is told which one is read', async () => {
  const operations = contract.operations.map((one) => ({
    ...one,
    responses: one.responses.map((each) => ({ ...each, otherMediaTypes: ['application/xml'] })),
  }));
  const found = await foundIn(
    (page, accept) => (accept === 'application/json' ? [[left]][page - 1] : 'xml'),
    { ...contract, operations },
  );
  expect(found).toEqual([left]);
});
