import { contractOf } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { describeApi } from './describeApi.ts';
import type { ForeignObject } from './openApi.ts';

const text = { type: 'string' };

/** Harbours, whose one schema serves for everything, as in documents that say nothing of what is required. */
function harbours(required: readonly string[], more: object = {}) {
  const content = {
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Harbour' } } },
  };
  const document: unknown = {
    openapi: '3.1.0',
    info: { title: 'Harbours', version: '1' },
    paths: {
      '/harbours': {
        post: {
          operationId: 'addHarbour',
          requestBody: content,
          responses: { 201: { description: 'Made.' }, 400: { description: 'Wrong.' } },
        },
      },
      '/harbours/{name}': {
        parameters: [{ name: 'name', in: 'path', required: true, schema: text }],
        get: { operationId: 'getHarbour', responses: { 200: { description: 'It.', ...content } } },
        put: {
          operationId: 'setHarbour',
          requestBody: content,
          responses: { 204: { description: 'Done.' }, 400: { description: 'Wrong.' } },
        },
      },
    },
    components: {
      schemas: {
        Harbour: { type: 'object', required, properties: { name: text, depth: text, ...more } },
      },
    },
  };
  const {
    document: copy,
    problems,
    remarks,
  } = describeApi(JSON.parse(JSON.stringify(document)) as ForeignObject, 'harbours');
  expect(problems).toEqual([]);
  return { contract: contractOf(copy), said: remarks.all.map((one) => one.text) };
}

const sentence = 'a create of harbour needs name: the caller chooses it';

test('a key that the caller chooses is needed by what creates', () => {
  const { contract, said } = harbours([]);
  expect(said).toContain(sentence);
  const adding = contract.operations.find(({ id }) => id === 'addHarbour');
  expect(adding?.body?.properties.find(({ name }) => name === 'name')?.required).toBe(true);
});

test('where the document says that it is needed, nothing is said', () => {
  expect(harbours(['name']).said).not.toContain(sentence);
});

test.each(['id', 'created_at', 'lastModified', 'createdTimestamp'])(
  'the server makes %s, which is not the key, though a request may have it',
  (made) => {
    const { contract, said } = harbours([], { [made]: text });
    expect(said).toContain(
      `the server makes ${made} of harbour: the body may leave it out, and it is not the key`,
    );
    const properties = contract.operations.find(({ id }) => id === 'addHarbour')?.body?.properties;
    expect(properties?.map(({ name }) => name)).not.toContain(made);
  },
);

test('a number by which the server counts changes is never sent; a version in words is', () => {
  const { contract, said } = harbours([], { version: { type: 'integer' }, revision: text });
  expect(said.join('\n')).toContain('the server makes version of harbour');
  expect(said.join('\n')).not.toContain('the server makes revision');
  const properties = contract.operations.find(({ id }) => id === 'setHarbour')?.body?.properties;
  expect(properties?.map(({ name }) => name)).toEqual(['name', 'depth', 'revision']);
});

test('what a request has to have is not made by the server, whatever its name', () => {
  const { said } = harbours(['name', 'id'], { id: text, createdBy: text });
  expect(said.join('\n')).not.toContain('the server makes');
});

/** Piers, whose create and change send the same shared body. */
function piers(required: readonly string[]) {
  const content = {
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Pier' } } },
  };
  const sent = { $ref: '#/components/requestBodies/Pier' };
  const answers = (status: string, more: object = content) => ({
    responses: { [status]: { description: 'So it is.', ...more }, 400: { description: 'Wrong.' } },
  });
  const document: unknown = {
    openapi: '3.1.0',
    info: { title: 'Piers', version: '1' },
    paths: {
      '/piers': { post: { operationId: 'addPier', requestBody: sent, ...answers('201', {}) } },
      '/piers/{name}': {
        parameters: [{ name: 'name', in: 'path', required: true, schema: text }],
        get: { operationId: 'getPier', ...answers('200') },
        patch: { operationId: 'changePier', requestBody: sent, ...answers('200') },
      },
    },
    components: {
      requestBodies: { Pier: { required: true, ...content } },
      schemas: {
        Pier: { type: 'object', required, properties: { name: text, title: text } },
      },
    },
  };
  const { document: copy, problems, remarks } = describeApi(document as ForeignObject, 'piers');
  expect(problems).toEqual([]);
  const { operations } = contractOf(copy);
  const needs = (id: string): boolean | undefined =>
    operations.find((one) => one.id === id)?.body?.properties.find(({ name }) => name === 'name')
      ?.required;
  return { needs, said: remarks.all.map((one) => one.text) };
}

test('a body that a change shares needs the key in the create alone', () => {
  const { needs } = piers([]);
  expect([needs('addPier'), needs('changePier')]).toEqual([true, false]);
});

test('where another text is required, a server may make the key of it: nothing demands it', () => {
  const { needs, said } = piers(['title']);
  expect(needs('addPier')).toBe(false);
  expect(said).toContain(
    'a create of pier may leave name out: it needs title, from which a server can make one',
  );
});
