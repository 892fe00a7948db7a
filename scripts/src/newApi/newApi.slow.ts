import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractOf } from '@oidc-admin/contract';
import { describe, expect, test } from 'vitest';
import { demoRoot } from '../testing/demoRoot.ts';
import { describeApi } from './describeApi.ts';
import { joinApi } from './joinApi.ts';
import { leave } from './leave.ts';
import { NewApiError } from './newApiError.ts';
import type { ForeignObject } from './openApi.ts';
import { readForeignDocument } from './readForeignDocument.ts';
import { writtenDocument } from './writtenDocument.ts';

const foreign = join(import.meta.dirname, '../../../tests/foreign-apis');

function documentOf(name: string): string {
  return join(foreign, name, 'openapi.yaml');
}

async function refusalOf(api: string, text: string | undefined): Promise<NewApiError> {
  using demo = demoRoot();
  const from = join(demo.root, 'given.yaml');
  if (text !== undefined) writeFileSync(from, text);
  const before = readdirSync(demo.root, { recursive: true });
  const options = { api, from, isDry: false, keep: false, checks: false };
  const error: unknown = await joinApi(demo.root, options, () => {}).catch(
    (reason: unknown) => reason,
  );
  expect(readdirSync(demo.root, { recursive: true })).toEqual(before);
  if (!(error instanceof NewApiError)) throw new Error(`Not refused: ${String(error)}`);
  return error;
}

test.each([
  ['a name that is taken', 'demo', 'openapi: 3.1.0', /'demo' is taken: there is specs\/demo/],
  ['a name that is none', 'My Api', 'openapi: 3.1.0', /'My Api' is no name/],
  ['a file that is not there', 'shop', undefined, /given.yaml cannot be read: there is no such/],
  ['a text that is no YAML', 'shop', 'a: [', /given.yaml:\d+:\d+: this is neither JSON nor YAML/],
  [
    'a document of something else',
    'shop',
    'name: shop',
    /no OpenAPI document: it has no 'openapi'/,
  ],
  ['a list', 'shop', '- 1', /no OpenAPI document: it is no object/],
  ['an older Swagger', 'shop', "swagger: '1.2'\npaths: {}", /this is Swagger "1.2"; only 2.0/],
  ['a later OpenAPI', 'shop', 'openapi: 4.0.0', /OpenAPI "4.0.0"; only 3.0 and 3.1 can join/],
  ['a document without paths', 'shop', 'openapi: 3.1.0\npaths: {}', /has no paths/],
])('%s is refused with a sentence, and nothing is written', async (_, api, text, says) => {
  const error = await refusalOf(api, text);
  expect(error.message).toMatch(says);
  expect(error.exitCode).toBe(2);
});

describe('resources are seen in methods, paths and schemas', () => {
  const shown = (name: string): unknown =>
    describeApi(readForeignDocument(documentOf(name)).data, name).inferred.resources.map(
      ({ name: resource, parents, key, serverMade, actions }) => [
        resource,
        parents.join(),
        key?.property,
        serverMade,
        actions.map(({ does, at }) => does + at).join(' '),
      ],
    );

  test('where each answer wraps what it shows, and the server makes the keys', () => {
    const all = 'list/result create/result read/result replace/result delete';
    expect(shown('cloudflare-access')).toEqual([
      ['identityProvider', 'account_id', 'id', true, all],
      ['organizations', 'account_id', undefined, false, 'read/result save/result'],
    ]);
  });

  test('where the caller chooses the keys, and settings exist once', () => {
    expect(shown('nexus')).toEqual([
      ['role', '', 'id', false, 'list create read replace delete'],
      ['anonymous', '', undefined, false, 'read save'],
      ['http', '', undefined, false, 'read save delete'],
    ]);
  });

  test('where parent and key have one name in the file', () => {
    expect(shown('gitlab')).toEqual([
      ['hook', 'projectId', 'id', true, 'list create read replace delete'],
      ['deployToken', 'projectId', 'id', true, 'list create read delete'],
    ]);
  });
});

test('what has no body that says what it changes is left out, and is asked about', () => {
  const responses = { 200: { description: 'Done.' } };
  const get = { operationId: 'listDesks', responses };
  const parameters = ['house', 'room'].map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const { inferred, remarks } = describeApi(
    {
      openapi: '3.1.0',
      info: { title: 'Rooms', version: '1' },
      paths: {
        '/houses/{house}/rooms/{room}/desks': {
          parameters,
          get,
          post: { operationId: 'addDesk', responses },
        },
      },
    },
    'rooms',
  );
  expect(inferred.resources).toEqual([]);
  expect(inferred.others.map(({ does }) => does)).toEqual(['ask', 'other']);
  expect(remarks.all.map(({ text }) => text)).toContain(
    'what does POST /houses/{house}/rooms/{room}/desks change? It has no body that says it, so it is left out of the copy',
  );
});

test('what no engine knows is left out, and a sentence says so', () => {
  const schema = { type: 'object', properties: { name: { type: 'string' } } };
  const content = { 'application/json': { schema } };
  const properties = { colour: { type: 'string' } };
  const other = { 'application/json': { schema: { type: 'object', properties } } };
  const name = { name: 'name', in: 'path', required: true, schema: { type: 'string' } };
  const one = { description: 'It.', content };
  const { remarks, document } = describeApi(
    {
      openapi: '3.1.0',
      info: { title: 'Rooms', version: '1' },
      webhooks: {},
      paths: {
        '/rooms/{name}': {
          parameters: [name, { name: 'view', in: 'cookie', schema: { type: 'string' } }],
          get: {
            operationId: 'getRoom',
            callbacks: {},
            parameters: [
              { name: 'fields', in: 'query', schema: { type: 'array', items: { type: 'string' } } },
            ],
            responses: { 200: one },
          },
          put: {
            operationId: 'saveRoom',
            requestBody: { required: true, content },
            responses: { 200: one },
          },
          patch: {
            operationId: 'changeRoom',
            requestBody: { required: true, content: other },
            responses: { 200: one },
          },
        },
      },
    },
    'rooms',
  );
  const texts = remarks.all.map(({ text }) => text).join('\n');
  for (const says of [
    'the webhooks are left out',
    'its callbacks are left out',
    'the parameter fields is a list or an object',
    'the parameter view stands in a cookie',
    'does PUT /rooms/{name} create what is not there? It documents no 201, and the copy has no POST that creates',
    'what does PATCH /rooms/{name} change? No read shows any property of its body',
  ])
    expect(texts).toContain(says);
  expect(JSON.stringify(document)).not.toMatch(
    /callbacks|webhooks|fields|view|saveRoom|changeRoom/,
  );
});

test('what could only be ignored is mended, and a sentence says so', () => {
  const schema = { type: 'integer', maxLength: 9, description: ' ' };
  const content = {
    'application/json': { schema: { type: 'object', properties: { size: schema } } },
  };
  const get = {
    operationId: 'askRooms',
    requestBody: { content: structuredClone(content) },
    responses: { 200: { description: 'Done.', content } },
  };
  const { remarks, document } = describeApi(
    {
      openapi: '3.1.0',
      info: { title: 'Rooms', version: '1' },
      servers: [{ url: 'rooms.example.net/v1' }],
      paths: { '/rooms': { get } },
    },
    'rooms',
  );
  expect(remarks.all.map(({ text }) => text)).toEqual(
    expect.arrayContaining([
      "'rooms.example.net/v1' is no URL: it begins neither with https:// nor with /; the copy has https://",
      'maxLength says nothing of the type integer, only of string; the copy leaves it out',
      'a GET request has no body; the copy leaves it out',
    ]),
  );
  expect(document['servers']).toEqual([{ url: 'https://rooms.example.net/v1' }]);
  expect(JSON.stringify(document)).not.toMatch(/maxLength|requestBody|"description":" "/);
});

test('of several media types JSON is read, and a body that is none is not taken for one', () => {
  const schema = { type: 'object', properties: { content: { type: 'string', maxLength: 9 } } };
  const content = { 'text/plain': { schema }, 'application/json': { schema } };
  const plain = { 'text/plain': { schema: { type: 'string' } } };
  const asks = (id: string, body: ForeignObject): ForeignObject => ({
    get: { operationId: id, responses: { 200: { description: 'Done.', content: body } } },
  });
  const { remarks, document, problems } = describeApi(
    {
      openapi: '3.1.0',
      info: { title: 'Rooms', version: '1' },
      paths: {
        '/rooms': asks('askRooms', content),
        '/rooms.csv': asks('exportRooms', plain),
        '/rooms.json': {
          get: {
            operationId: 'askAgain',
            responses: {
              200: { description: 'Done.', content: { '*/*': { schema } } },
              404: { description: 'None.', content: plain },
            },
          },
        },
      },
    },
    'rooms',
  );
  expect(problems).toEqual([]);
  expect(remarks.all.map(({ text }) => text)).toEqual(
    expect.arrayContaining([
      'of text/plain, application/json only application/json is sent and read; the others are not tested',
      'a body of text/plain is not read: nothing is promised of what 404 holds',
      'GET /rooms.csv shows nothing in a media type that is read, so it is left out of the copy',
    ]),
  );
  expect(
    contractOf(document).operations.map(({ id, responses }) => [
      id,
      ...responses.map(({ mediaType, anyBody }) => mediaType ?? anyBody),
    ]),
  ).toEqual([
    ['askRooms', 'application/json', true],
    ['askAgain', 'application/json', true],
  ]);
});

test('which of the statuses of 2XX it is, is a question', () => {
  const get = { operationId: 'askRooms', responses: { '2XX': { description: 'Done.' } } };
  const { remarks, document } = describeApi(
    { openapi: '3.1.0', info: { title: 'Rooms', version: '1' }, paths: { '/rooms': { get } } },
    'rooms',
  );
  expect(remarks.all.filter(({ kind }) => kind === 'question').map(({ text }) => text)).toContain(
    'which status does GET /rooms answer when all is well? 2XX stands for all of them, and the copy says 200',
  );
  const [first] = contractOf(document).operations[0]?.responses ?? [];
  expect(first?.status).toBe(200);
});

test('a query that can be wrong needs an answer for it', () => {
  const limit = { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 9 } };
  const { remarks } = describeApi(
    {
      openapi: '3.1.0',
      info: { title: 'Rooms', version: '1' },
      paths: {
        '/rooms': {
          get: {
            operationId: 'askRooms',
            parameters: [limit],
            responses: { 200: { description: 'Done.' }, 404: { description: 'None.' } },
          },
        },
      },
    },
    'rooms',
  );
  expect(remarks.all.map(({ text }) => text)).toContain(
    'GET /rooms documents none of 400, 422; the copy adds 400 (BadRequest)',
  );
});

test('what is guessed or left open names its line', () => {
  const document = readForeignDocument(documentOf('gitlab'));
  const { remarks, routes } = describeApi(document.data, 'gitlab');
  const lines = readFileSync(documentOf('gitlab'), 'utf8').split('\n');
  const lineOf = (text: RegExp): string | undefined => {
    const [first, route = '', ...rest] = remarks.all.find((one) => text.test(one.text))?.path ?? [];
    const path = first === 'paths' ? [first, routes.get(route) ?? route, ...rest] : [first ?? ''];
    return lines[document.lineOf(path) - 1]?.trim();
  };
  expect(lineOf(/^what does PATCH .*left out/)).toBe('patch:');
  expect(lineOf(/\{hook_id\} .* is called \{id\}/)).toBe('/projects/{id}/hooks/{hook_id}:');
});

test.each(['cloudflare-access', 'nexus', 'gitlab'])(
  'the copy of %s keeps every comment, and what stands in it keeps its order',
  (name) => {
    const document = readForeignDocument(documentOf(name));
    const described = describeApi(document.data, name);
    const written = writtenDocument(document, described);
    const text = readFileSync(documentOf(name), 'utf8');
    for (const [comment] of text.matchAll(/^ *# .*$/gm)) expect(written).toContain(comment.trim());
    const ids = (from: string): readonly string[] =>
      [...from.matchAll(/operationId: (\S+)/g)].flatMap(([, id]) => id ?? []);
    const kept = new Set(ids(written));
    expect(ids(written)).toEqual(ids(text).filter((id) => kept.has(id)));
    expect(kept.size).toBeGreaterThan(6);
  },
);

test('every row of the facts has an authority, and what is ours is a reading', () => {
  const { facts } = describeApi(readForeignDocument(documentOf('nexus')).data, 'nexus');
  expect(facts).toContain(
    '| NEXUS-GET-ROLES | `GET /v1/security/roles`: List roles | documented | the document | yes |',
  );
  expect(facts).toMatch(/\| NEXUS-ROLE-KEPT \| .* \| reading \| our reading \| yes \|/);
});

test('what is not there, or has sources by hand, is not removed', async () => {
  using demo = demoRoot();
  await expect(leave(demo.root, 'shop', () => {})).rejects.toThrow(/There is no API 'shop'/);
  const own = join(demo.root, 'packages/demo-client/src');
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'index.ts'), '');
  await expect(leave(demo.root, 'demo', () => {})).rejects.toThrow(
    /by hand.*packages\/demo-client\/src\/index.ts/,
  );
  expect(existsSync(join(demo.root, 'specs/demo/openapi.yaml'))).toBe(true);
});
