import { expect, test, vi } from 'vitest';
import { lintSpecifications } from '../generate/lintSpecifications.ts';
import { describeApi } from './describeApi.ts';
import { describeLinted } from './describeLinted.ts';
import type { ForeignObject } from './openApi.ts';

vi.mock(import('../generate/lintSpecifications.ts'), async (original) => ({
  ...(await original()),
  lintSpecifications: vi.fn<typeof lintSpecifications>(),
}));

const responses = { 200: { description: 'Done.' } };

/** An API with these paths, and what else it has. */
function apiOf(paths: object, more: object = {}): ForeignObject {
  const given = { openapi: '3.1.0', info: { title: 'Rest', version: '1' }, ...more, paths };
  return JSON.parse(JSON.stringify(given)) as ForeignObject;
}

function asks(...names: readonly string[]): object {
  return Object.fromEntries(
    names.map((name) => [`/${name}`, { get: { operationId: `ask${name}`, responses } }]),
  );
}

function mistake(rule: string, pointer: string): never {
  return { rule, pointer, message: `${rule} is broken` } as never;
}

test('a document of which nothing is left is refused', () => {
  const { problems, remarks } = describeApi(apiOf({ '/start': { post: { responses } } }), 'rest');
  expect(problems).toEqual([
    { pointer: '/paths', reason: 'nothing that an engine knows is left of them' },
  ]);
  expect(remarks.all.map(({ text }) => text).join('\n')).toContain('what does POST /start change?');
});

test('a path that refers to its operations has them', () => {
  const item = { $ref: '#/components/pathItems/Other' };
  const nothing = { $ref: '#/components/pathItems/Nothing' };
  const Other = { get: { operationId: 'askOther', responses } };
  const { document, problems, remarks } = describeApi(
    apiOf(
      { ...asks('A'), '/other': item, '/nothing': nothing },
      { components: { pathItems: { Other } } },
    ),
    'rest',
  );
  expect(problems).toEqual([]);
  expect(Object.keys(document['paths'] as object)).toEqual(['/A', '/other']);
  expect(document['paths']).toMatchObject({ '/other': { get: { operationId: 'askOther' } } });
  expect(remarks.all).toContainEqual({
    kind: 'question',
    path: ['paths', '/nothing'],
    text: 'which operations has /nothing? #/components/pathItems/Nothing names nothing in this file: it is left out of the copy',
  });
});

test('a wrong example that cannot be taken out is a problem', async () => {
  vi.mocked(lintSpecifications).mockResolvedValue([
    mistake('no-invalid-media-type-examples', '/info'),
  ]);
  const { problems } = await describeLinted(apiOf(asks('A')), 'rest');
  expect(problems).toEqual([
    { pointer: '/info', reason: 'no-invalid-media-type-examples is broken' },
  ]);
});

test('what breaks rules after many rounds is a problem', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `A${index}`);
  for (const name of names)
    vi.mocked(lintSpecifications).mockResolvedValueOnce([mistake('odd', `/paths/~1${name}/get`)]);
  const { problems } = await describeLinted(apiOf(asks(...names, 'last')), 'rest');
  expect(problems).toEqual([{ pointer: '/paths/~1A10/get', reason: 'odd is broken' }]);
});

test('what a list of parameters lost does not move what is behind it', () => {
  const list = { type: 'array', items: { type: 'string' } };
  const room = {
    type: 'object',
    properties: { name: { type: 'string' }, floor: { type: 'integer' } },
  };
  const content = (schema: object): object => ({ content: { 'application/json': { schema } } });
  const shown = { 200: { description: 'It.', ...content(room) } };
  const query = (name: string, schema: object): object => ({ name, in: 'query', schema });
  const { remarks } = describeApi(
    apiOf({
      '/rooms': {
        get: {
          parameters: [query('ids', list), query('floor', { type: 'integer' })],
          responses: { 200: { description: 'All.', ...content({ type: 'array', items: room }) } },
        },
        post: { requestBody: content(room), responses: shown },
      },
      '/rooms/{name}': {
        parameters: [{ name: 'name', in: 'path', required: true, schema: { type: 'string' } }],
        get: { responses: shown },
      },
    }),
    'rest',
  );
  const found = remarks.all.find(({ text }) => text.startsWith('floor asks for'));
  expect(found?.path).toEqual(['paths', '/rooms', 'get', 'parameters', '1']);
});

test('of several ways to sign in the first is said, and it is no cookie', () => {
  const securitySchemes = {
    session: { type: 'apiKey', in: 'cookie', name: 'sid' },
    token: { type: 'http', scheme: 'bearer' },
  };
  const { document, remarks } = describeApi(
    apiOf(asks('A'), {
      security: [{ session: [] }, { token: [] }],
      components: { securitySchemes },
    }),
    'rest',
  );
  expect(document['security']).toEqual([{ token: [] }, { session: [] }]);
  expect(remarks.all.map(({ text }) => text)).toContain(
    'clients sign in by token, the first of token; session',
  );
});
