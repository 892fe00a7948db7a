import { expect, test } from 'vitest';
import { clientDocument } from './clientDocument.ts';

const byName = {
  title: 'ByName',
  type: 'object',
  required: ['id', 'name'],
  properties: { id: {}, name: {} },
};
const byNumber = {
  title: 'ByNumber',
  type: 'object',
  required: ['id', 'number', 'street'],
  properties: { id: {}, number: {}, street: {} },
};
const method = { type: 'string', description: 'How.', enum: ['a', 'b'] };

function documentWith(schemas: object, response = 'Answer'): Readonly<Record<string, unknown>> {
  const content = (name: string): object => ({
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
  });
  return {
    openapi: '3.1.0',
    paths: {
      '/houses': {
        post: { requestBody: content('House'), responses: { '200': content(response) } },
      },
    },
    components: { schemas },
  };
}

function schemasOf(document: object): unknown {
  return (document as { readonly components: { readonly schemas: unknown } }).components.schemas;
}

const union = {
  description: 'A house.',
  anyOf: [{ $ref: '#/components/schemas/ByName' }, { $ref: '#/components/schemas/ByNumber' }],
};
const schemas = { House: union, ByName: byName, ByNumber: byNumber, Answer: { type: 'object' } };

test('a union is one object with what all alternatives require, and the rule in words', () => {
  expect(schemasOf(clientDocument(documentWith(schemas), false))).toEqual({
    House: {
      description: 'A house. Beside what is always needed, it needs: name; or number, street.',
      type: 'object',
      required: ['id'],
      properties: { id: {}, name: {}, number: {}, street: {} },
    },
    Answer: { type: 'object' },
  });
});

test('a property that the alternatives describe in different ways takes what each of them takes', () => {
  const one = (kind: string, v: object): object => ({
    type: 'object',
    required: ['kind'],
    additionalProperties: false,
    properties: {
      kind: { type: 'string', enum: [kind], description: `It is ${kind}.` },
      v,
      list: { type: 'array', items: v },
      same: { type: 'string', maxLength: 9, description: `Of ${kind}.` },
    },
  });
  const both = {
    ...schemas,
    ByName: one('a', { type: 'string' }),
    ByNumber: one('b', { type: 'integer' }),
  };
  const depends = 'What it takes depends on what else is given.';
  expect(schemasOf(clientDocument(documentWith(both), false))).toMatchObject({
    House: {
      description: 'A house.',
      type: 'object',
      required: ['kind'],
      additionalProperties: false,
      properties: {
        kind: { type: 'string', enum: ['a', 'b'], description: 'It is a. It is b.' },
        v: { description: depends },
        list: { type: 'array', items: {}, description: depends },
        same: { type: 'string', maxLength: 9, description: 'Of a.' },
      },
    },
  });
});

test('a generator that keeps unions gets them, and an alternative that is named elsewhere stays', () => {
  expect(schemasOf(clientDocument(documentWith(schemas), true))).toEqual(schemas);
  const named = documentWith({ ...schemas, Answer: byName }, 'ByName');
  expect(Object.keys(schemasOf(clientDocument(named, false)) as object)).toEqual([
    'House',
    'ByName',
    'Answer',
  ]);
});

test('a union of other things, or with a discriminator, stays as it is', () => {
  for (const other of [
    { oneOf: [{ type: 'string' }, { $ref: '#/components/schemas/ByName' }] },
    { ...union, discriminator: { propertyName: 'id' } },
  ])
    expect(
      schemasOf(clientDocument(documentWith({ ...schemas, House: other }), false)),
    ).toMatchObject({
      House: other,
      ByName: byName,
    });
});

test('what servers send has no closed list of values; what is only sent to them keeps it', () => {
  const deep = { type: 'object', properties: { all: { type: 'array', items: method } } };
  const document = documentWith({
    House: { type: 'object', properties: { method, enum: { type: 'string' } } },
    Answer: { type: 'object', properties: { method, deep: { $ref: '#/components/schemas/Deep' } } },
    Deep: deep,
  });
  const open = {
    type: 'string',
    description: 'How. Known values: "a", "b"; a server may send others.',
  };
  expect(schemasOf(clientDocument(document, true))).toEqual({
    House: { type: 'object', properties: { method, enum: { type: 'string' } } },
    Answer: {
      type: 'object',
      properties: { method: open, deep: { $ref: '#/components/schemas/Deep' } },
    },
    Deep: { type: 'object', properties: { all: { type: 'array', items: open } } },
  });
});

test('so has a schema without a name', () => {
  const content = { 'application/json': { schema: method } };
  const operation = { requestBody: { content }, responses: { '200': { content } } };
  const { paths } = clientDocument({ paths: { '/a': { post: operation } } }, true) as {
    readonly paths: { readonly '/a': { readonly post: object } };
  };
  const open = 'How. Known values: "a", "b"; a server may send others.';
  expect(paths['/a'].post).toEqual({
    requestBody: { content },
    responses: {
      '200': { content: { 'application/json': { schema: { type: 'string', description: open } } } },
    },
  });
});

test('the limits of a secret are words, and those of another text stay', () => {
  const limits = { type: 'string', minLength: 1, maxLength: 9 };
  const schema = {
    type: 'object',
    properties: { secret: { ...limits, format: 'password' }, name: limits },
  };
  const document = documentWith({ House: schema, Answer: schema });
  const plain = {
    type: 'string',
    format: 'password',
    description: 'At least 1 characters. At most 9 characters.',
  };
  const expected = { type: 'object', properties: { secret: plain, name: limits } };
  expect(schemasOf(clientDocument(document, true))).toEqual({ House: expected, Answer: expected });
});
