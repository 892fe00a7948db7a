import { expect, test } from 'vitest';
import { describeLinted } from './describeLinted.ts';
import type { ForeignObject } from './openApi.ts';

const reference = { $ref: '#/components/schemas/Crate' };
const content = { 'application/json': { schema: reference } };
const responses = { 200: { description: 'It.', content } };

function inPath(name: string): object {
  return { name, in: 'path', required: true, schema: { type: 'string' } };
}

function reads(operationId: string, name: string): object {
  return { get: { operationId, parameters: [inPath(name)], responses } };
}

test('of paths that one URL may fit, the one with fewer operations is left out, and is asked about once', async () => {
  const writes = { operationId: 'addCrate', requestBody: { content }, responses };
  const labels = (operationId: string): object => ({
    ...reads(`read${operationId}`, 'id'),
    put: { ...writes, operationId: `write${operationId}`, parameters: [inPath('id')] },
  });
  const given = {
    openapi: '3.1.0',
    info: { title: 'Crates', version: '1' },
    servers: [{ url: 'https://crates.example.net' }],
    paths: {
      '/crates': { post: writes },
      '/crates/{id}': reads('readCrate', 'id'),
      '/crates/colour/{colour}': reads('readByColour', 'colour'),
      '/crates/{id}/label': labels('Label'),
      '/crates/{id}/lid': labels('Lid'),
      // Like the first as well, and with as few operations: once that is gone, it is like none.
      '/crates/{id}/age': reads('readAge', 'id'),
    },
    components: {
      schemas: {
        Crate: {
          type: 'object',
          properties: { id: { type: 'string' }, colour: { type: 'string' } },
        },
      },
    },
  };
  const { document, problems, remarks } = await describeLinted(
    given as unknown as ForeignObject,
    'crates',
  );
  expect(problems).toEqual([]);
  const { paths } = document;
  expect(Object.keys(paths as object)).toEqual([
    '/crates',
    '/crates/{id}',
    '/crates/{id}/label',
    '/crates/{id}/lid',
    '/crates/{id}/age',
  ]);
  const asked = remarks.all.filter(({ text }) => text.includes('ambiguous paths'));
  expect(asked).toHaveLength(1);
  expect(asked[0]?.path).toEqual(['paths', '/crates/colour/{colour}']);
  expect(asked[0]?.text).toContain('left out of the copy (GET /crates/colour/{colour})');
});
