import { contractOf } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { describeApi } from './describeApi.ts';

/** Roles below clients, and a list of roles under this path, whose elements have this schema. */
function clientsWith(path: string, element = 'Role') {
  const content = (schema: object): object => ({ content: { 'application/json': { schema } } });
  const answers = (status: string, schema: object): object => ({
    responses: { [status]: { description: 'So it is.', ...content(schema) } },
  });
  const reference = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
  const listing = (operationId: string, name: string): object => ({
    operationId,
    ...answers('200', { type: 'array', items: reference(name) }),
  });
  const named = (name: string): object => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  });
  const schema = {
    type: 'object',
    required: ['name'],
    properties: { name: { type: 'string' }, text: { type: 'string' } },
  };
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => named(name));
  return {
    openapi: '3.1.0',
    info: { title: 'Clients', version: '1' },
    paths: {
      [path]: { ...(parameters.length > 0 && { parameters }), get: listing('everyRole', element) },
      '/clients/{client}/roles': {
        parameters: [named('client')],
        get: listing('rolesOfClient', 'Role'),
        post: {
          operationId: 'addRole',
          requestBody: { required: true, ...content(reference('Role')) },
          ...answers('201', reference('Role')),
        },
      },
      '/clients/{client}/roles/{name}': {
        parameters: [named('client'), named('name')],
        get: { operationId: 'readRole', ...answers('200', reference('Role')) },
        delete: { operationId: 'dropRole', responses: { 204: { description: 'Gone.' } } },
      },
    },
    components: { schemas: { Role: schema, Other: structuredClone(schema) } },
  };
}

function actionOf(given: object): unknown {
  const { document, problems, remarks } = describeApi(given as never, 'clients');
  expect(problems).toEqual([]);
  const { operations } = contractOf(document);
  const { action } = operations.find(({ id }) => id === 'everyRole') ?? {};
  return {
    action,
    says: remarks.all.map(({ text }) => text).filter((one) => /^GET \S+ (?:lists|only)/.test(one)),
  };
}

test.each(['/roles', '/all/roles/'])('GET %s lists the roles of all clients', (path) => {
  expect(actionOf(clientsWith(path))).toEqual({
    action: { does: 'list', resource: 'role', at: '', everywhere: true },
    says: [`GET ${path} lists role below all client`],
  });
});

test.each([
  ['shows another schema', '/roles', 'Other'],
  ['is called otherwise', '/rights', 'Role'],
  ['stands below something else', '/houses/{house}/roles', 'Role'],
  ['may be of the caller alone', '/me/roles', 'Role'],
  ['may be of what was deleted', '/clients/deleted/roles', 'Role'],
])('a list that %s is none of them', (_, path, element) => {
  expect(actionOf(clientsWith(path, element))).toMatchObject({ action: { does: 'ask' } });
});

test.each([
  ['has to ask for a part', { required: true, schema: { type: 'string' } }],
  ['asks for a part by itself', { schema: { type: 'boolean', default: false } }],
])('a list with a parameter that %s is none of them', (_, parameter) => {
  const given = clientsWith('/roles');
  Object.assign(given.paths['/roles']?.get ?? {}, {
    parameters: [{ name: 'active', in: 'query', ...parameter }],
  });
  expect(actionOf(given)).toMatchObject({ action: { does: 'ask' } });
});
