import { describe, expect, test } from 'vitest';
import { describeApi } from './describeApi.ts';
import type { ForeignObject } from './openApi.ts';

type Parts = Readonly<Record<string, ForeignObject>>;

const crate = { $ref: '#/components/schemas/Crate' };
const shown = { 200: { description: 'It.', content: { 'application/json': { schema: crate } } } };
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };

/** An API of crates, and what else it has. */
function crates(paths: Parts, more: Parts = {}, root: ForeignObject = {}): ForeignObject {
  return {
    openapi: '3.1.0',
    info: { title: 'Crates', version: '1' },
    servers: [{ url: 'https://crates.example.net' }],
    ...root,
    paths: {
      '/crates': {
        post: {
          operationId: 'addCrate',
          requestBody: { content: { 'application/json': { schema: crate } } },
          responses: shown,
        },
      },
      '/crates/{id}': { parameters: [id], get: { operationId: 'readCrate', responses: shown } },
      ...paths,
    },
    components: {
      schemas: {
        Crate: {
          type: 'object',
          properties: { id: { type: 'string' }, colour: { type: 'string' } },
        },
        ...more['schemas'],
      },
      ...(more['securitySchemes'] === undefined
        ? {}
        : { securitySchemes: more['securitySchemes'] }),
    },
  };
}

function described(given: ForeignObject): {
  readonly operations: readonly string[];
  readonly problems: readonly unknown[];
  readonly texts: readonly string[];
  readonly document: ForeignObject;
  readonly paths: readonly string[];
} {
  const { document, problems, remarks } = describeApi(given, 'crates');
  const paths = document['paths'] as Parts;
  return {
    document: document as ForeignObject,
    operations: Object.entries(paths).flatMap(([route, item]) =>
      Object.keys(item)
        .filter((key) => key !== 'parameters')
        .map((method) => `${method} ${route}`),
    ),
    problems,
    texts: remarks.all.map(({ text }) => text),
    paths: remarks.all.map(({ path }) => path.join(' ')),
  };
}

const ofCrates = ['post /crates', 'get /crates/{id}'];
const done = { 200: { description: 'Done.' } };

describe('what the contract cannot read is left out with what needs it, and all else joins', () => {
  test('an operation with a form', () => {
    const form = { 'application/x-www-form-urlencoded': { schema: { type: 'object' } } };
    const get = { operationId: 'readToken', responses: shown };
    const post = { operationId: 'token', requestBody: { content: form }, responses: done };
    const { operations, problems, texts, paths } = described(crates({ '/token': { get, post } }));
    expect(problems).toEqual([]);
    expect(operations).toEqual([...ofCrates, 'get /token']);
    const at = texts.findIndex((text) => text.includes('x-www-form-urlencoded; only JSON'));
    expect(texts[at]).toMatch(/is left out of the copy \(POST \/token\)/);
    expect(paths[at]).toMatch(/^paths \/token post requestBody/);
  });

  test('each operation that needs a schema, through others', () => {
    const Odd = { type: 'object', properties: { a: { type: 'object', minProperties: 1 } } };
    const Outer = { type: 'object', properties: { odd: { $ref: '#/components/schemas/Odd' } } };
    const schema = { $ref: '#/components/schemas/Outer' };
    const responses = {
      200: { description: 'It.', content: { 'application/json': { schema } } },
    };
    const { operations, problems, texts } = described(
      crates(
        {
          '/a/{id}': { parameters: [id], get: { operationId: 'readA', responses } },
          '/b': { get: { operationId: 'readB', responses } },
        },
        { schemas: { Odd, Outer } },
      ),
    );
    expect(problems).toEqual([]);
    expect(operations).toEqual(ofCrates);
    expect(texts.join('\n')).toMatch(
      /minProperties is not supported.*left out of the copy \(GET \/a\/\{id\}, GET \/b\)/,
    );
  });

  test('an operation whose bodies have more places than a run goes through', () => {
    const inside = (depth: number): ForeignObject => ({
      type: 'object',
      properties: Object.fromEntries(
        ['a', 'b', 'c', 'd'].map((name) => [
          name,
          depth === 0 ? { type: 'string' } : { $ref: `#/components/schemas/In${depth - 1}` },
        ]),
      ),
    });
    const schemas = Object.fromEntries(
      [0, 1, 2, 3, 4, 5].map((depth) => [`In${depth}`, inside(depth)]),
    );
    const schema = { $ref: '#/components/schemas/In5' };
    const responses = { 200: { description: 'It.', content: { 'application/json': { schema } } } };
    const { operations, problems, texts } = described(
      crates({ '/large': { get: { operationId: 'readLarge', responses } } }, { schemas }),
    );
    expect(problems).toEqual([]);
    expect(operations).toEqual(ofCrates);
    expect(texts.join('\n')).toMatch(/more than 5000 places .* \(GET \/large\)/);
  });

  test('what would leave nothing is refused as before', () => {
    const both = [{ key: [], token: [] }];
    const securitySchemes = {
      key: { type: 'apiKey', in: 'header', name: 'X-Key' },
      token: { type: 'http', scheme: 'bearer' },
    };
    const { problems, operations } = described(crates({}, { securitySchemes }, { security: both }));
    expect(JSON.stringify(problems)).toContain('asks for key and token at once');
    expect(operations).toEqual(ofCrates);
  });
});

test('an operation that only asks documents what its path needs', () => {
  const { problems, operations } = described(
    crates({
      '/crates/{id}/size': { get: { operationId: 'size', parameters: [id], responses: done } },
    }),
  );
  expect(problems).toEqual([]);
  expect(operations).toContain('get /crates/{id}/size');
});

test('a header with a limit needs an answer to what breaks it', () => {
  const schema = { type: 'string', minLength: 1 };
  const header = { name: 'X-Request-Id', in: 'header', schema };
  const get = { operationId: 'ask', parameters: [header], responses: done };
  const { problems, operations } = described(crates({ '/ask': { get } }));
  expect(problems).toEqual([]);
  expect(operations).toContain('get /ask');
});

describe('what stands beside a reference', () => {
  const withProperty = (property: ForeignObject): ReturnType<typeof described> =>
    described(
      crates(
        {},
        {
          schemas: {
            Crate: { type: 'object', properties: { id: { type: 'string' }, size: property } },
            Size: { type: 'string' },
          },
        },
      ),
    );

  test('and in its target is said once', () => {
    const { problems, document, texts } = withProperty({
      $ref: '#/components/schemas/Size',
      type: 'string',
      description: 'How large.',
    });
    expect(problems).toEqual([]);
    expect(document['components']).toMatchObject({
      schemas: {
        Crate: {
          properties: { size: { $ref: '#/components/schemas/Size', description: 'How large.' } },
        },
      },
    });
    expect(JSON.stringify(document)).not.toContain('"$ref":"#/components/schemas/Size","type"');
    expect(texts.join('\n')).not.toContain('stands beside');
  });

  test('and says something else is a guess', () => {
    const { problems, texts } = withProperty({
      $ref: '#/components/schemas/Size',
      type: 'object',
    });
    expect(problems).toEqual([]);
    expect(texts.join('\n')).toContain('type stands beside #/components/schemas/Size, which says');
  });

  test('that names nothing is taken for anything', () => {
    const { problems, texts } = withProperty({ $ref: '#/components/schemas/Nothing' });
    expect(problems).toEqual([]);
    expect(texts.join('\n')).toContain('#/components/schemas/Nothing names nothing');
  });
});

describe('ways to sign in', () => {
  const securitySchemes = {
    token: { type: 'http', scheme: 'bearer' },
    digest: { type: 'http', scheme: 'digest' },
    code: { type: 'oauth2', flows: { authorizationCode: { scopes: {} } } },
    open: { type: 'openIdConnect', openIdConnectUrl: 'https://x.example.net' },
  };
  const signed = (...security: readonly ForeignObject[]): ReturnType<typeof described> =>
    described(crates({}, { securitySchemes }, { security }));

  test('of which an engine knows one keep that one', () => {
    const { document, problems, texts } = signed({ digest: [] }, { token: [] });
    expect(problems).toEqual([]);
    expect(document['security']).toEqual([{ token: [] }]);
    expect(texts).toContain('of the ways to sign in (digest; token) the copy has token');
  });

  test.each(['code', 'open'])('by a token from elsewhere send it as it is: %s', (name) => {
    const { document, problems } = signed({ [name]: ['read', 'write'] });
    expect(problems).toEqual([]);
    expect(document['security']).toEqual([{ [name]: [] }]);
    expect(document['components']).toMatchObject({
      securitySchemes: { [name]: { type: 'http', scheme: 'bearer' } },
    });
  });

  test('that nobody has to take are taken, and none is called without', () => {
    const { document, problems, texts } = signed({}, { token: [] });
    expect(problems).toEqual([]);
    expect(document['security']).toEqual([{ token: [] }]);
    expect(document['components']).toMatchObject({
      securitySchemes: { token: { 'x-credentials': { untested: ['none'] } } },
    });
    expect(texts.join('\n')).toContain('no check calls without');
  });
});

describe('keys', () => {
  const thing = {
    type: 'object',
    properties: {
      id: { type: 'integer' },
      login: { type: 'string' },
      Label: { type: 'string' },
      note: { type: 'string' },
    },
  };
  const body = { content: { 'application/json': { schema: thing } } };
  const one = { 200: { description: 'It.', ...body } };
  const many = {
    200: {
      description: 'All.',
      content: { 'application/json': { schema: { type: 'array', items: thing } } },
    },
  };
  const keyOf = (route: string, name: string): unknown =>
    describeApi(
      crates({
        '/things': {
          get: { operationId: 'listThings', responses: many },
          post: { operationId: 'addThing', requestBody: body, responses: one },
        },
        [route]: {
          parameters: [{ name, in: 'path', required: true, schema: { type: 'string' } }],
          get: { operationId: 'readThing', responses: one },
        },
      }),
      'crates',
    ).inferred.resources.find((resource) => resource.name === 'thing')?.key?.property;

  test.each([
    ['/things/{label}', 'label', 'Label'],
    ['/things/{thing_label}', 'thing_label', 'Label'],
    ['/things/{username}', 'username', 'login'],
    ['/things/label/{label}', 'label', 'Label'],
    ['/things/by-label/{label}', 'label', undefined],
  ])('of %s, {%s} names %s', (route, name, property) => {
    expect(keyOf(route, name)).toBe(property);
  });

  test.each([
    [[], true],
    [['id'], false],
  ])(
    'that may be left out of a create (%j is required) are made by the server: %j',
    (required, is) => {
      const schema = {
        type: 'object',
        required,
        properties: { id: { type: 'string' }, colour: { type: 'string' } },
      };
      const given = crates({}, { schemas: { NewCrate: schema } });
      const post = (given['paths'] as Parts)['/crates']?.['post'] as ForeignObject;
      Object.assign(post['requestBody'] as object, {
        content: { 'application/json': { schema: { $ref: '#/components/schemas/NewCrate' } } },
      });
      expect(describeApi(given, 'crates').inferred.resources[0]?.serverMade).toBe(is);
    },
  );

  test('POST /things/create makes one of /things', () => {
    const { inferred } = describeApi(
      crates({
        '/things': { get: { operationId: 'listThings', responses: many } },
        '/things/create': { post: { operationId: 'addThing', requestBody: body, responses: one } },
        '/things/{id}': { parameters: [id], get: { operationId: 'readThing', responses: one } },
      }),
      'crates',
    );
    const made = inferred.resources.find(({ name }) => name === 'thing');
    expect(made?.actions.map(({ does }) => does)).toEqual(['list', 'create', 'read']);
  });

  test('a usual name of another type is not taken for one', () => {
    expect(keyOf('/things/{code}', 'code')).toBeUndefined();
  });
});

test('a list of which no path names an element only asks, and what adds to it is asked about', () => {
  const { operations, problems, texts } = described(
    crates({
      '/notes': {
        get: {
          operationId: 'listNotes',
          responses: {
            200: {
              description: 'All.',
              content: { 'application/json': { schema: { type: 'array', items: crate } } },
            },
          },
        },
        post: {
          operationId: 'addNote',
          requestBody: { content: { 'application/json': { schema: crate } } },
          responses: shown,
        },
      },
    }),
  );
  expect(problems).toEqual([]);
  expect(operations).toEqual([...ofCrates, 'get /notes']);
  expect(texts.join('\n')).toMatch(/what does POST \/notes change\?/);
});
