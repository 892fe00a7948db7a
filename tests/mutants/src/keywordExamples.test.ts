import type { RawRequest } from '@oidc-admin/client';
import { kinds, type ClauseKind, type JsonSchema } from '@oidc-admin/contract';
import { createMock, type MockOptions } from '@oidc-admin/mock';
import { expect, test } from 'vitest';
import { FaultyServer, isFound } from './faultyServer.ts';
import { mutantsOf } from './mutantsOf.ts';

const source = { 'x-source': 'DEMO-THING' };

/** A document in which one property of a request has a schema; `whole` is said of the request's body itself. */
function documentOf(schema: JsonSchema, whole: object = {}): object {
  const property = (name: string, more: object): object => ({
    [name]: { description: `Its ${name}.`, ...source, ...more },
  });
  const body = (title: string): object => ({
    type: 'object',
    title,
    required: ['id', 'value'],
    ...source,
    properties: { ...property('id', { type: 'string' }), ...property('value', schema) },
  });
  const json = (content: object): object => ({ 'application/json': content });
  const error = (name: string): object => ({
    description: 'Not done.',
    ...source,
    'x-error': { name, retry: false },
    content: json({
      schema: {
        type: 'object',
        title: `${name}Body`,
        required: ['reason'],
        ...source,
        properties: property('reason', { type: 'string' }),
      },
      examples: { one: { value: { reason: `${name}.` } } },
    }),
  });
  const operation = (
    operationId: string,
    action: object,
    status: string,
    more: object,
  ): object => ({
    operationId,
    summary: `${operationId}.`,
    description: `Does ${operationId}.`,
    tags: ['Things'],
    ...source,
    'x-action': action,
    ...more,
    responses: {
      [status]: {
        description: 'Done.',
        ...source,
        content: json({ schema: { $ref: '#/components/schemas/Thing' } }),
      },
      '400': error('Wrong'),
      '404': error('Missing'),
      '409': error('Taken'),
    },
  });
  const refused = Object.entries(kinds)
    .filter(([kind, { group }]) => group === 'refuse' && kind !== 'order' && kind !== 'security')
    .map(([kind]): [string, object] => [kind, { allow: [400], source: 'DEMO-THING' }]);
  return {
    openapi: '3.1.0',
    info: { title: 'Things', version: '1.0.0', description: 'Things.' },
    servers: [{ url: 'https://things.example/v1', description: 'The only one.' }],
    tags: [{ name: 'Things', description: 'Things.' }],
    security: [],
    'x-api': 'things',
    'x-errors': { properties: ['reason'], paired: false, source: 'DEMO-THING' },
    'x-resources': {
      thing: {
        key: 'id',
        schema: '#/components/schemas/Thing',
        rules: { kept: 'DEMO-THING' },
      },
    },
    'x-outcomes': {
      ...Object.fromEntries(refused),
      existence: { allow: [404], source: 'DEMO-THING' },
      taken: { allow: [409], source: 'DEMO-THING' },
      method: { allow: [405], source: 'DEMO-THING' },
      unknownProperty: { allow: ['accepted'], source: 'DEMO-THING' },
    },
    paths: {
      '/things': {
        post: operation('addThing', { create: 'thing' }, '201', {
          requestBody: {
            description: 'A thing.',
            required: true,
            ...source,
            content: json({ schema: { ...body('ThingSent'), ...whole } }),
          },
        }),
      },
      '/things/{id}': {
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            description: 'Its id.',
            ...source,
            schema: { type: 'string' },
          },
        ],
        get: operation('getThing', { read: 'thing' }, '200', { 'x-repeatable': true }),
        delete: {
          ...operation('removeThing', { delete: 'thing' }, '200', { 'x-repeatable': true }),
        },
      },
    },
    components: { schemas: { Thing: body('Thing') } },
  };
}

/** Anybody may call. */
const access = {
  variables: [],
  principals: () => ({ principals: [{ name: 'anybody' }], missing: [] }),
  parents: () => ({}),
  settings: () => ({}),
  open: async () => ({ authorize: (request: RawRequest) => request, close: async () => undefined }),
  curl: () => ({ words: '' }),
  wrong: {},
};

function serverOf(document: object): FaultyServer {
  const definition = {
    document,
    deployment: { parents: {}, users: {}, settings: {} },
    environment: {},
  };
  const make = (options: MockOptions) => createMock(definition, options);
  const faults = mutantsOf(make({}).contract);
  return new FaultyServer({ name: 'things', createMock: make, faults, access });
}

const examples = Object.entries(kinds).flatMap(([kind, definition]) =>
  'example' in definition ? [[kind as ClauseKind, definition.example as JsonSchema] as const] : [],
);

test.each(examples)(
  '%s: the example of the kind passes at the right server, and its mutant is found',
  { timeout: 20_000 },
  async (kind, schema) => {
    const clause = `things.addThing.value.${kind}`;
    expect(await tried(documentOf(schema), clause)).toMatchObject(asItShould);
  },
);

test(
  'a closed body refuses what is not documented, and a server that takes it is found',
  { timeout: 20_000 },
  async () => {
    const closed = {
      additionalProperties: false,
      'x-outcomes': { unknownProperty: { allow: [400], source: 'DEMO-THING' } },
    };
    const document = documentOf({ type: 'string' }, closed);
    expect(await tried(document, 'things.addThing.unknownProperty')).toMatchObject(asItShould);
  },
);

const asItShould = {
  right: { clauses: [], warnings: [] },
  finding: { whole: false, errors: [] },
  isFound: true,
};

/** What the checks of a clause find at the right server, and at the one that breaks the clause. */
async function tried(document: object, clause: string): Promise<object> {
  await using server = serverOf(document);
  const right = await server.right(new Set([clause]));
  const finding = await server.find({ fault: `break:${clause}` });
  return { right, finding, isFound: isFound({ name: finding.fault, breaks: [clause] }, finding) };
}
