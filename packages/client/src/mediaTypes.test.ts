import { expect, test } from 'vitest';
import { createApiClient } from './createApiClient.ts';
import { notesTable } from './fixtures/notesApi.ts';
import { notesErrors, type NotesOperations } from './fixtures/notesClient.ts';
import { responseText, startRawServer } from './fixtures/rawServer.ts';

type Table = typeof notesTable;

/** A client of the test's API, of which `ping` is described otherwise. */
function clientWith(baseUrl: string, change: Partial<Table['operations'][number]>) {
  const operations = notesTable.operations.map((one) =>
    one.id === 'ping' ? { ...one, ...change } : one,
  );
  return createApiClient<Record<string, never>, NotesOperations>({
    table: { ...notesTable, operations },
    classes: notesErrors,
    baseUrl: () => baseUrl,
    authentication: { authorize: () => [] },
    options: { retry: false },
  }).methods;
}

test.each([
  [{}, 'application/json'],
  [{ accept: 'application/vnd.notes+json, application/problem+json' }, undefined],
] as readonly [{ readonly accept?: string }, string | undefined][])(
  '%j: a request says what is read',
  async (change, usual) => {
    await using server = await startRawServer((socket) => socket.end(responseText(200, '{}')));
    await clientWith(server.url, change).ping();
    const accept = /^accept: (.*?)\r?$/im.exec(server.requests[0]?.head ?? '')?.[1];
    expect(accept).toBe(usual ?? change.accept);
  },
);

test('a body of which nothing is promised may be no JSON', async () => {
  await using server = await startRawServer((socket) =>
    socket.end(responseText(200, 'OK', { 'content-type': 'text/plain' })),
  );
  const anyBody = { status: 200, anyBody: true } as const;
  expect(await clientWith(server.url, { responses: [anyBody] }).ping()).toBeUndefined();
  const documented = { status: 200, mediaType: 'application/json' };
  await expect(clientWith(server.url, { responses: [documented] }).ping()).rejects.toMatchObject({
    reason: 'notJson',
  });
});
