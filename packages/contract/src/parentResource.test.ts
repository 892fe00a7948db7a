import { expect, test } from 'vitest';
import { accessTable } from './accessTable.ts';
import { contractOf } from './contractOf.ts';
import { parentsAbove } from './parentResource.ts';

function named(name: string): unknown {
  return { name, in: 'path', required: true, schema: { type: 'string' } };
}
const shown = { description: 'It.', content: { 'application/json': { schema: {} } } };

/** An operation that answers with a name, and refuses what is not there. */
function operation(id: string, action: object, ...parameters: readonly string[]): object {
  const schema = { $ref: '#/components/schemas/Thing' };
  return {
    operationId: id,
    'x-source': 'REALMS-ROW',
    'x-action': action,
    parameters: parameters.map(named),
    ...('create' in action
      ? { requestBody: { required: true, content: { 'application/json': { schema } } } }
      : {}),
    responses: {
      200: { ...shown, content: { 'application/json': { schema } } },
      404: { description: 'Not done.', 'x-error': { name: 'notDone' } },
    },
  };
}

function realmsWith(paths: object): unknown {
  const schema = '#/components/schemas/Thing';
  const refused = ['existence', 'taken', 'pathParameter', 'method', 'mediaType', 'malformedJson'];
  const wrong = ['emptyBody', 'bodyType', 'required', 'type', 'nullRequired', 'unknownProperty'];
  return {
    openapi: '3.1.0',
    info: { title: 'Realms', version: '1' },
    'x-api': 'realms',
    'x-outcomes': Object.fromEntries(
      [...refused, ...wrong].map((kind) => [kind, { allow: [404], source: 'REALMS-ROW' }]),
    ),
    'x-resources': {
      realm: { key: 'name', schema, rules: { kept: 'REALMS-ROW' } },
      user: { key: 'name', parent: 'realm', schema, rules: { kept: 'REALMS-ROW' } },
    },
    paths,
    components: {
      schemas: {
        Thing: {
          type: 'object',
          'x-source': 'REALMS-ROW',
          required: ['name'],
          properties: { name: { type: 'string' } },
        },
      },
    },
  };
}

const users = operation('getUser', { read: 'user' }, 'realm', 'name');

test('a parent that an operation makes is found by its place, whatever its parameter is called', () => {
  const contract = contractOf(
    realmsWith({
      '/realms': { post: operation('addRealm', { create: 'realm' }) },
      '/realms/{name}': { get: operation('getRealm', { read: 'realm' }, 'name') },
      '/realms/{realm}/users/{name}': { get: users },
    }),
  );
  expect(contract.resources.map(({ parentResource }) => parentResource)).toEqual([
    undefined,
    'realm',
  ]);
  expect(accessTable(contract).parents).toEqual([]);
});

test('what only asks below something must find it, whatever the parameter is called', () => {
  const { clauses } = contractOf(
    realmsWith({
      '/realms': { post: operation('addRealm', { create: 'realm' }) },
      '/realms/{name}': { get: operation('getRealm', { read: 'realm' }, 'name') },
      '/realms/{name}/state': { get: operation('realmState', { changes: 'nothing' }, 'name') },
      '/realms/{realm}/users/{name}': { get: users },
    }),
  );
  const missing = clauses.filter(({ kind }) => kind === 'existence').map(({ id }) => id);
  expect(missing).toContain('realms.realmState.path.name.existence');
});

test('nothing is its own parent, whether a slash ends its path or not', () => {
  const contract = contractOf(
    realmsWith({
      '/realms': { post: operation('addRealm', { create: 'realm' }) },
      '/realms/{name}': { get: operation('getRealm', { read: 'realm' }, 'name') },
      '/realms/{name}/': { delete: operation('removeRealm', { delete: 'realm' }, 'name') },
      '/realms/{realm}/users/{name}': { get: users },
    }),
  );
  const above = contract.operations.map((one) => [one.id, parentsAbove(one, contract).length]);
  expect(Object.fromEntries(above)).toEqual({
    addRealm: 0,
    getRealm: 0,
    removeRealm: 0,
    getUser: 1,
  });
});

test('a parent that stands elsewhere, or that nothing makes, is one that a deployment knows', () => {
  for (const paths of [
    {
      '/realms': { post: operation('addRealm', { create: 'realm' }) },
      '/realms/{name}': { get: operation('getRealm', { read: 'realm' }, 'name') },
      '/old/realms/{realm}/users/{name}': { get: users },
    },
    {
      '/realms/{name}': { get: operation('getRealm', { read: 'realm' }, 'name') },
      '/realms/{realm}/users/{name}': { get: users },
    },
  ]) {
    const contract = contractOf(realmsWith(paths));
    expect(contract.resources[1]).not.toHaveProperty('parentResource');
    expect(accessTable(contract).parents).toEqual(['realm']);
  }
});
