import { expect, test } from 'vitest';
import { accessTable } from './accessTable.ts';
import { ContractError } from './contractError.ts';
import { contractOf } from './contractOf.ts';
import { parentTexts } from './parentText.ts';

const shown = { 'application/json': { schema: { $ref: '#/components/schemas/Tool' } } };

function operation(id: string, action: object, ...parameters: readonly string[]): object {
  const isList = 'list' in action;
  return {
    operationId: id,
    'x-source': 'SHEDS-ROW',
    'x-action': action,
    parameters: parameters.map((name) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: name === 'id' ? 'integer' : 'string' },
    })),
    ...('create' in action ? { requestBody: { required: true, content: shown } } : {}),
    responses: {
      200: {
        description: 'It.',
        content: isList
          ? {
              'application/json': {
                schema: { type: 'array', items: { $ref: '#/components/schemas/Tool' } },
              },
            }
          : shown,
      },
      404: { description: 'Not done.', 'x-error': { name: 'notDone' } },
    },
  };
}

/** A document of tools, whose keys the server makes or, where `key` says so, their callers. */
function sheds(resource: object, paths: object, key: 'id' | 'name' = 'id'): unknown {
  const kinds = ['existence', 'pathParameter', 'method', 'mediaType', 'malformedJson', 'emptyBody'];
  const others = ['bodyType', 'type', 'nullOptional', 'unknownProperty', 'responseOnly', 'taken'];
  return {
    openapi: '3.1.0',
    info: { title: 'Sheds', version: '1' },
    'x-api': 'sheds',
    'x-outcomes': Object.fromEntries(
      [...kinds, ...others].map((kind) => [kind, { allow: [404], source: 'SHEDS-ROW' }]),
    ),
    'x-resources': {
      tool: { key, schema: '#/components/schemas/Tool', rules: { kept: 'SHEDS-ROW' }, ...resource },
    },
    paths,
    components: {
      schemas: {
        Tool: {
          type: 'object',
          'x-source': 'SHEDS-ROW',
          properties: {
            id: { type: 'integer', readOnly: true },
            name: { type: 'string' },
            shed: { type: 'object', readOnly: true, properties: { name: { type: 'string' } } },
          },
        },
      },
    },
  };
}

function mistakesOf(document: unknown): readonly string[] {
  try {
    contractOf(document);
    return [];
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return error.problems.map(({ reason }) => reason);
  }
}

const create = { post: operation('addTool', { create: 'tool' }, 'shed') };
const read = { get: operation('readTool', { read: 'tool' }, 'id') };

test('what has a key of the server is read without its parent, and what has one of its caller is not', () => {
  const paths = { '/sheds/{shed}/tools': create, '/tools/{id}': read };
  expect(mistakesOf(sheds({ parent: 'shed' }, paths))).toEqual([]);
  const named = { get: operation('readTool', { read: 'tool' }, 'name') };
  expect(
    mistakesOf(
      sheds({ parent: 'shed' }, { '/sheds/{shed}/tools': create, '/tools/{name}': named }, 'name'),
    ),
  ).toContain(
    'has no path parameter shed, the parent of tool; without it only what has a key that the server makes can be found',
  );
});

test('a create and a list without the parent are about the one of who signs in', () => {
  const mine = {
    get: operation('listTools', { list: 'tool' }),
    post: operation('addTool', { create: 'tool' }),
  };
  const there = { get: operation('readTool', { read: 'tool' }, 'shed', 'id') };
  const paths = { '/mine/tools': mine, '/sheds/{shed}/tools/{id}': there };
  const document = sheds({ parent: 'shed', parentShown: { shed: '/shed/name' } }, paths);
  expect(mistakesOf(document)).toEqual([]);
  expect(accessTable(contractOf(document)).parents).toEqual(['shed']);
  expect(contractOf(document).resources[0]?.parentShown).toEqual({ shed: '/shed/name' });
  for (const [parentShown, reason] of [
    [{ room: '/shed/name' }, 'room is no parent of tool'],
    [{ shed: '/shed/place' }, "the resource's schema has no property at /shed/place"],
  ] as const)
    expect(mistakesOf(sheds({ parent: 'shed', parentShown }, paths))).toContain(reason);
});

test('a list without the parent needs a create without it', () => {
  const paths = {
    '/mine/tools': { get: operation('listTools', { list: 'tool' }) },
    '/sheds/{shed}/tools': create,
  };
  expect(mistakesOf(sheds({ parent: 'shed' }, paths))).toContain(
    'has no path parameter shed, the parent of tool',
  );
});

test('several parents are known to a deployment where none of them is made, the first values together', () => {
  const resource = { parent: ['keeper', 'shed'] };
  const there = { get: operation('readTool', { read: 'tool' }, 'keeper', 'shed', 'id') };
  const document = sheds(resource, { '/sheds/{keeper}/{shed}/tools/{id}': there });
  expect(mistakesOf(document)).toEqual([]);
  expect(accessTable(contractOf(document)).parents).toEqual(['keeper', 'shed']);
  const names = { above: ['keeper'], parent: 'shed' };
  expect(parentTexts(names, { keeper: ['ann'], shed: ['one', 'two'] })).toEqual([
    'ann/one',
    'ann/two',
  ]);
  expect(parentTexts(names, { keeper: ['ann'], shed: [] })).toEqual([]);
  expect(parentTexts({}, {})).toEqual(['']);
});
