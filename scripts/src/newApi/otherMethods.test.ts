import { contractOf } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { describeLinted } from './describeLinted.ts';
import type { ForeignObject } from './openApi.ts';

test('no check asks whether a method is refused of which the operation was left out', async () => {
  const content = {
    content: {
      'application/json': { schema: { type: 'object', properties: { code: { type: 'string' } } } },
    },
  };
  const shown = { responses: { 200: { description: 'It.', ...content } } };
  const requestBody = { required: true, ...content };
  const given: unknown = {
    openapi: '3.1.0',
    info: { title: 'Door', version: '1' },
    servers: [{ url: 'https://door.example.net' }],
    paths: {
      '/code': {
        get: shown,
        put: { requestBody, responses: { ...shown.responses, 400: { description: 'Wrong.' } } },
      },
      // Makes a new one: what it changes, no read tells.
      '/doors/{name}/code': {
        parameters: [{ name: 'name', in: 'path', required: true, schema: { type: 'string' } }],
        get: shown,
        post: shown,
      },
    },
  };
  const { document, problems } = await describeLinted(
    JSON.parse(JSON.stringify(given)) as ForeignObject,
    'door',
  );
  expect(problems).toEqual([]);
  const known = contractOf(document).clauses.filter(({ kind }) => kind === 'method');
  expect(known.map(({ value }) => value)).toEqual([
    ['GET', 'PUT'],
    ['GET', 'POST'],
  ]);
});
