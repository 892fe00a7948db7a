import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeApi } from './describeApi.ts';
import { foreignOperations, type ForeignObject } from './openApi.ts';
import { readForeignDocument } from './readForeignDocument.ts';

const root = join(import.meta.dirname, '../../..');
const text = { type: 'string' };

function answers(schema: object): object {
  const content = { 'application/json': { schema } };
  return { responses: { 200: { description: 'It.', content } } };
}

function parametersOf(route: string): readonly object[] {
  return [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: text,
  }));
}

/** A document of these operations, `get /things/{id}` and so on, that all send and show one thing. */
function documentOf(operations: readonly string[], properties: object): ForeignObject {
  const thing = { $ref: '#/components/schemas/Thing' };
  const paths: Record<string, Record<string, object>> = {};
  for (const [index, operation] of operations.entries()) {
    const [method = '', route = ''] = operation.split(' ');
    const isList = method === 'get' && !route.endsWith('}');
    const content = { 'application/json': { schema: thing } };
    paths[route] = {
      ...paths[route],
      [method]: {
        operationId: `call${index}`,
        parameters: parametersOf(route),
        ...(/post|put|patch/.test(method) && { requestBody: { required: true, content } }),
        ...answers(isList ? { type: 'array', items: thing } : thing),
      },
    };
  }
  return JSON.parse(
    JSON.stringify({
      openapi: '3.1.0',
      info: { title: 'Things', version: '1' },
      paths,
      components: { schemas: { Thing: { type: 'object', properties } } },
    }),
  ) as ForeignObject;
}

/** The operations that are neither in the copy nor in a question or a problem. */
function lost(given: ForeignObject): readonly string[] {
  const { document, remarks, problems, routes } = describeApi(given, 'things');
  const kept = foreignOperations(document as ForeignObject).map(
    ({ method, route }) => `${method.toUpperCase()} ${routes.get(route) ?? route}`,
  );
  const asked = [
    ...remarks.all.filter(({ kind }) => kind === 'question').map((one) => one.text),
    ...problems.map(({ reason }) => reason),
  ].join('\n');
  // A question may call a route as the copy does.
  const namesOf = (route: string): readonly string[] => [
    route,
    ...[...routes].flatMap(([called, old]) => (old === route ? [called] : [])),
  ];
  return foreignOperations(given).flatMap(({ method, route }) => {
    const calls = namesOf(route).map((one) => `${method.toUpperCase()} ${one}`);
    const isNamed = calls.some((one) => kept.includes(one) || asked.includes(one));
    return isNamed ? [] : calls.slice(0, 1);
  });
}

const own = { id: { type: 'integer', readOnly: true }, name: text, note: text };
const crud = ['get /things', 'post /things'];

describe('each operation is in the copy, or in a question', () => {
  test.each([
    ['two names for one place', [...crud, 'get /things/{id}', 'delete /things/{name}']],
    ['two names, neither the key', [...crud, 'get /things/{thingId}', 'delete /things/{thing_id}']],
    ['what stands below two names', ['get /a/{x}/things/{id}', 'put /a/{y}/things/{id}']],
    ['one route twice', [...crud, 'get /things/{id}', 'get /things/{name}']],
    ['a PUT that may create', ['get /things/{id}', 'put /things/{id}']],
    ['a PATCH alone', ['patch /things/{id}', 'delete /things/{id}']],
    ['what hangs in the air', ['post /a/{a}/b/{b}/c', 'get /a/{a}/b/{b}/c/{id}']],
    ['actions', [...crud, 'get /things/{id}', 'post /things/{id}/start', 'put /things']],
    ['one PUT, two names', ['get /things/{thingId}', 'put /things/{id}', 'put /things/{name}']],
    ['slashes', [...crud, 'get /things/{id}', 'delete /things/{id}/']],
  ])('%s', (_, operations) => {
    expect(lost(documentOf(operations, own))).toEqual([]);
  });

  const folder = join(root, 'tests/foreign-apis');
  const files = [
    ...readdirSync(folder, { withFileTypes: true })
      .filter((one) => one.isDirectory())
      .map(({ name }) => join(folder, name, 'openapi.yaml')),
    join(root, 'scripts/ci/joined/shelves-by-token.yaml'),
  ];
  test.each(files)('%s', (file) => {
    expect(lost(readForeignDocument(file).data)).toEqual([]);
  });
});
