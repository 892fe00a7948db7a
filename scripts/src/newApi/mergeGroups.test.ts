import { contractOf } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { describeApi } from './describeApi.ts';

function json(schema: object): object {
  return { content: { 'application/json': { schema } } };
}

function reference(name: string): object {
  return { $ref: `#/components/schemas/${name}` };
}

const text = { type: 'string' };
const number = { type: 'integer' };

type Verb = 'get' | 'post' | 'patch' | 'delete';

/** An operation that shows something; `one` of a list is shown in an array, and `New…` is what is sent. */
function operation(verb: Verb, route: string, shows: string, isList = false): object {
  const parameters = [...route.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: name === 'id' ? number : text,
  }));
  const schema = isList ? { type: 'array', items: reference(shows) } : reference(shows);
  const status = { get: 200, post: 201, patch: 200, delete: 204 }[verb];
  return {
    operationId: `${verb}${route.replaceAll(/\W+(\w)/g, (_, first: string) => first.toUpperCase())}`,
    parameters,
    ...(verb === 'post' || verb === 'patch'
      ? { requestBody: { required: true, ...json(reference(`New${shows}`)) } }
      : {}),
    responses: {
      [status]: { description: 'So it is.', ...(verb === 'delete' ? {} : json(schema)) },
      404: { description: 'There is none.' },
    },
  };
}

function documentOf(...all: readonly (readonly [Verb, string, string, boolean?])[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [verb, route, shows, isList] of all)
    (paths[route] ??= {})[verb] = operation(verb, route, shows, isList);
  const keeper = { type: 'object', properties: { id: number, login: text } };
  const named = { type: 'object', required: ['name'], properties: { name: text, note: text } };
  const numbered = { type: 'object', properties: { id: number, name: text, note: text } };
  return {
    openapi: '3.1.0',
    info: { title: 'Sheds', version: '1' },
    paths,
    components: {
      schemas: {
        Guild: named,
        NewGuild: named,
        Crew: numbered,
        NewCrew: named,
        Shed: {
          type: 'object',
          properties: { name: text, note: text, keeper: reference('Keeper') },
        },
        NewShed: named,
        Keeper: keeper,
        Tool: numbered,
        NewTool: named,
      },
    },
  };
}

function described(document: object) {
  const found = describeApi(document as never, 'sheds');
  expect(found.problems).toEqual([]);
  const contract = contractOf(found.document);
  const resources = Object.fromEntries(
    contract.resources.map(({ name, parent, above, parentResource, parentShown, operations }) => [
      name,
      {
        parents: [...(above ?? []), parent].filter(Boolean),
        parentResource,
        parentShown,
        does: Object.keys(operations).toSorted(),
      },
    ]),
  );
  return { resources, texts: found.remarks.all.map((one) => one.text), contract };
}

const guilds = [
  ['get', '/guilds', 'Guild', true],
  ['post', '/guilds', 'Guild'],
  ['get', '/guilds/{guild}', 'Guild'],
  ['delete', '/guilds/{guild}', 'Guild'],
] as const;
const crews = [
  ['get', '/guilds/{guild}/crews', 'Crew', true],
  ['post', '/guilds/{guild}/crews', 'Crew'],
  ['get', '/crews/{id}', 'Crew'],
  ['patch', '/crews/{id}', 'Crew'],
  ['delete', '/crews/{id}', 'Crew'],
] as const;
const sheds = [
  ['get', '/mine/sheds', 'Shed', true],
  ['post', '/mine/sheds', 'Shed'],
  ['get', '/sheds/{keeper}/{shed}', 'Shed'],
  ['patch', '/sheds/{keeper}/{shed}', 'Shed'],
  ['delete', '/sheds/{keeper}/{shed}', 'Shed'],
] as const;
const tools = [
  ['get', '/sheds/{keeper}/{shed}/tools', 'Tool', true],
  ['post', '/sheds/{keeper}/{shed}/tools', 'Tool'],
  ['get', '/sheds/{keeper}/{shed}/tools/{id}', 'Tool'],
  ['delete', '/sheds/{keeper}/{shed}/tools/{id}', 'Tool'],
] as const;
const whole = ['create', 'delete', 'list', 'merge', 'read'];

test('what is made below one thing and read by its number alone is one resource', () => {
  const { resources } = described(documentOf(...guilds, ...crews));
  expect(resources['crew']).toEqual({
    parents: ['guild'],
    parentResource: 'guild',
    parentShown: undefined,
    does: whole,
  });
});

test('what somebody makes for themselves stands below whom its response names, and others below it', () => {
  const { resources } = described(documentOf(...sheds, ...tools));
  expect(resources['shed']).toEqual({
    parents: ['keeper'],
    parentResource: undefined,
    parentShown: { keeper: '/keeper/login' },
    does: whole,
  });
  expect(resources['tool']).toMatchObject({ parents: ['keeper', 'shed'], parentResource: 'shed' });
});

test('who owns it is named by what has the type of the parameter', () => {
  const document = JSON.stringify(documentOf(...sheds)).replaceAll(
    /("name":"keeper","in":"path","required":true,"schema":\{"type":)"string"/g,
    '$1"integer"',
  );
  const { resources } = described(JSON.parse(document) as object);
  expect(resources['shed']?.parentShown).toEqual({ keeper: '/keeper/id' });
});

test('what is made at one path and read at another without a parent is one resource', () => {
  const { resources } = described(
    documentOf(
      ['get', '/office/guilds', 'Guild', true],
      ['post', '/office/guilds', 'Guild'],
      ['delete', '/office/guilds/{guild}', 'Guild'],
      ['get', '/guilds/{guild}', 'Guild'],
      ['get', '/guilds/{guild}/crews', 'Crew', true],
      ['post', '/guilds/{guild}/crews', 'Crew'],
      ['get', '/guilds/{guild}/crews/{id}', 'Crew'],
    ),
  );
  expect(resources['guild']?.does).toEqual(['create', 'delete', 'list', 'read']);
  expect(resources['crew']).toMatchObject({ parents: ['guild'], parentResource: 'guild' });
});

test('several parents that nobody makes are known to a deployment', () => {
  const { resources, texts } = described(documentOf(...tools));
  expect(resources['tool']).toMatchObject({
    parents: ['keeper', 'shed'],
    parentResource: undefined,
  });
  expect(texts).toContain(
    'keeper and shed, below which tool stands, are known to a deployment only: no operation makes them',
  );
});

test('of several parents of which some are made and others are not, nobody knows which belong together', () => {
  const { resources, texts } = described(
    documentOf(
      ...guilds,
      ['get', '/guilds/{guild}/halls/{hall}/tools', 'Tool', true],
      ['post', '/guilds/{guild}/halls/{hall}/tools', 'Tool'],
    ),
  );
  expect(Object.keys(resources)).toEqual(['guild']);
  expect(texts.filter((one) => one.includes('is below guild and hall'))).toHaveLength(2);
});

test('what is shown by another schema, or has a key of its caller, is not put together', () => {
  const other = described(
    documentOf(
      ...guilds,
      ...crews.slice(0, 2),
      ['get', '/crews/{id}', 'Tool'],
      ['delete', '/crews/{id}', 'Tool'],
    ),
  );
  expect(other.resources['crew']?.does ?? []).not.toContain('create');
  const keyed = described(
    documentOf(
      ...guilds,
      ['post', '/guilds/{guild}/sheds', 'Shed'],
      ['get', '/sheds/{name}', 'Shed'],
      ['delete', '/sheds/{name}', 'Shed'],
    ),
  );
  expect(Object.values(keyed.resources).flatMap(({ does }) => does)).not.toContain('merge');
  expect(keyed.resources['shed']?.does).toEqual(['delete', 'read']);
});
