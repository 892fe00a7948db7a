import { expect, test } from 'vitest';
import { inferResources } from './inferResources.ts';
import type { ForeignObject } from './openApi.ts';
import { Remarks } from './remarks.ts';

const text = { type: 'string' };
const number = { type: 'integer' };
const thing = { type: 'object', properties: { id: number, name: text, note: text } };

interface Choice {
  /** The status of what is made; 201 unless told. */
  readonly made?: 200 | 201;
  readonly shown?: object;
  readonly sent?: object;
}

/** Which operations each resource has: `delete DELETE /things/{id}`. Of each route `get list` shows a list. */
function resourcesOf(routes: Readonly<Record<string, string>>, choice: Choice = {}) {
  const { made = 201, shown = thing, sent = { name: text } } = choice;
  const json = (schema: object): object => ({ content: { 'application/json': { schema } } });
  const one = { $ref: '#/components/schemas/Thing' };
  const operationOf = (verb: string): readonly [string, object] => {
    const [method = '', isList] = verb.split(' ');
    const status = { post: made, delete: 204 }[method] ?? 200;
    const response = isList === undefined ? one : { type: 'array', items: one };
    const requestBody = { required: true, ...json({ type: 'object', properties: sent }) };
    const answer = { description: 'So it is.', ...(status === 204 ? {} : json(response)) };
    const isSending = method === 'post' || method === 'patch';
    return [method, { ...(isSending ? { requestBody } : {}), responses: { [status]: answer } }];
  };
  const paths = Object.entries(routes).map(([route, verbs]) => {
    const parameters = [...route.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
      name,
      in: 'path',
      required: true,
      schema: name === 'id' ? number : text,
    }));
    return [
      route,
      { parameters, ...Object.fromEntries(verbs.split(', ').map(operationOf)) },
    ] as const;
  });
  const document: unknown = {
    openapi: '3.1.0',
    info: { title: 'Things', version: '1' },
    paths: Object.fromEntries(paths),
    components: { schemas: { Thing: shown } },
  };
  const remarks = new Remarks();
  const { resources } = inferResources(document as ForeignObject, remarks);
  return {
    all: resources.flatMap(({ actions }) =>
      actions.map(
        ({ does, operation: { method, route } }) => `${does} ${method.toUpperCase()} ${route}`,
      ),
    ),
    merged: remarks.all.filter((said) => said.text.includes('about the same things as')),
  };
}

const people = { '/users': 'get list', '/users/{id}': 'get, delete' };

test('a POST that documents no 201 makes nothing of what is read elsewhere', () => {
  for (const made of [200, 201] as const) {
    const { all } = resourcesOf({ ...people, '/user': 'post' }, { made });
    expect(all.includes('create POST /user')).toBe(made === 201);
  }
  for (const route of ['/current/user', '/preview/users', '/lookup/users'])
    expect(resourcesOf({ ...people, [route]: 'post' }, { made: 200 }).merged).toEqual([]);
});

test('a POST that does something to what its path names makes nothing', () => {
  expect(resourcesOf({ ...people, '/users/{id}:suspend': 'post' }).merged).toEqual([]);
});

test('what is deleted in another place is another thing', () => {
  const files = { '/files': 'get list, post', '/files/{id}': 'get' };
  for (const trash of [
    { '/trash/files': 'get list', '/trash/files/{id}': 'delete' },
    { '/trash/files/{id}': 'patch, delete' },
  ])
    expect(resourcesOf({ ...files, ...trash }).merged).toEqual([]);
  expect(
    resourcesOf({
      '/trash/files': 'get list, post',
      '/trash/files/{id}': 'delete',
      '/files': 'get list',
      '/files/{id}': 'get',
    }).merged,
  ).toEqual([]);
});

test('what is named by another property is not read by the key of what was made', () => {
  const made = { '/admin/people': 'get list, post' };
  const read = { '/people/{name}': 'get' };
  expect(resourcesOf({ ...made, '/admin/people/{id}': 'delete', ...read }).merged).toEqual([]);
  expect(resourcesOf({ ...made, '/admin/people/{name}': 'delete', ...read }).merged).toHaveLength(
    1,
  );
});

test('what is made in one place and read in another of other words stays apart', () => {
  expect(resourcesOf({ '/orders': 'post', '/archive/orders/{id}': 'get, delete' }).merged).toEqual(
    [],
  );
  expect(resourcesOf({ '/drafts/orders': 'post', '/orders/{id}': 'get, delete' }).merged).toEqual(
    [],
  );
});

test('what a caller puts below a parent by the body is not below who signs in', () => {
  const rooms = { '/rooms': 'post', '/buildings/{building}/rooms/{id}': 'get, delete' };
  const shown = { ...thing, properties: { ...thing.properties, building: text } };
  for (const sent of [{ building: text }, { building_id: text }, { buildingId: text }])
    expect(resourcesOf(rooms, { shown, sent: { name: text, ...sent } }).merged).toEqual([]);
  expect(resourcesOf(rooms, { shown }).merged).toHaveLength(1);
  // Nothing would say below which it was made.
  expect(resourcesOf(rooms).merged).toEqual([]);
});

test('no list is lost where what is made below a parent is read without it', () => {
  const orders = { '/users/{user}/orders': 'post', '/orders/{id}': 'get, delete' };
  const { all, merged } = resourcesOf({ ...orders, '/orders': 'get list' });
  expect(merged).toEqual([]);
  expect(all).toContain('list GET /orders');
  expect(all).toContain('delete DELETE /orders/{id}');
  expect(resourcesOf(orders).merged).toHaveLength(1);
});

test('what stands below other parents stays apart', () => {
  const { merged } = resourcesOf({
    '/orgs/{org}/teams': 'get list, post',
    '/users/{user}/teams/{id}': 'get, delete',
  });
  expect(merged).toEqual([]);
});

test('what is read and changed as one thing is not taken apart', () => {
  const { merged } = resourcesOf({
    '/user/profile': 'get, post, delete',
    '/user/profiles/{id}': 'get, delete',
  });
  expect(merged).toEqual([]);
});
