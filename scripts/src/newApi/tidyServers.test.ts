import { describe, expect, test } from 'vitest';
import { describeApi } from './describeApi.ts';
import type { ForeignObject } from './openApi.ts';

const here = [{ url: 'https://rooms.example.net' }];
const there = [{ url: 'https://files.example.net' }];

function documentWith(onPath: object, onOperation: object, root: object = {}) {
  const ask = (id: string): object => ({
    operationId: id,
    ...onOperation,
    responses: { 200: { description: 'Done.' } },
  });
  return describeApi(
    JSON.parse(
      JSON.stringify({
        openapi: '3.1.0',
        info: { title: 'Rooms', version: '1' },
        ...root,
        paths: {
          '/rooms': { ...onPath, get: ask('askRooms') },
          '/desks': { ...onPath, get: ask('askDesks') },
        },
      }),
    ) as ForeignObject,
    'rooms',
  );
}

describe('servers that are the same everywhere are those of the document', () => {
  test.each([
    ['on paths', { servers: here }, {}, {}],
    ['on operations', {}, { servers: here }, {}],
    ['on both', { servers: there }, { servers: here }, { servers: there }],
  ])('%s', (_, onPath, onOperation, root) => {
    const { document, problems } = documentWith(onPath, onOperation, root);
    expect(problems).toEqual([]);
    expect(document['servers']).toEqual(here);
    expect(JSON.stringify(document['paths'])).not.toContain('servers');
  });
});

test('where they differ, the document keeps its own, and what is elsewhere is left out', () => {
  const given = JSON.parse(JSON.stringify(documentWith({}, {}, { servers: there }).document)) as {
    readonly paths: Record<string, Record<string, unknown>>;
  };
  Object.assign(given.paths['/rooms'] ?? {}, { servers: here });
  const { document, remarks } = describeApi(given as unknown as ForeignObject, 'rooms');
  expect(document['servers']).toEqual(there);
  expect(Object.keys(document['paths'] as object)).toEqual(['/desks']);
  expect(remarks.all.map(({ text }) => text).join()).toContain('has servers of its own');
});
