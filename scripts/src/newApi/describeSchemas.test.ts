import { contractOf } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { describeApi } from './describeApi.ts';

const text = { type: 'string' };

test('what the server makes of one resource stays the key of another that shares its schema', () => {
  const content = (name: string): object => ({
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
  });
  const answers = (status: string, more: object): object => ({
    responses: { [status]: { description: 'So it is.', ...more }, 400: { description: 'Wrong.' } },
  });
  const routes = (plural: string, name: string, key: string): object => ({
    [`/${plural}`]: {
      post: {
        operationId: `add${name}`,
        requestBody: { required: true, ...content(name) },
        ...answers('201', content(name)),
      },
    },
    [`/${plural}/{${key}}`]: {
      parameters: [{ name: key, in: 'path', required: true, schema: text }],
      get: { operationId: `get${name}`, ...answers('200', content(name)) },
    },
  });
  const base = { $ref: '#/components/schemas/Base' };
  const own = (required: readonly string[], name: string): object => ({
    allOf: [base, { type: 'object', properties: { [name]: text } }],
    required,
  });
  const { document, problems, remarks } = describeApi(
    {
      openapi: '3.1.0',
      info: { title: 'Yards', version: '1' },
      paths: { ...routes('cranes', 'Crane', 'name'), ...routes('ships', 'Ship', 'id') },
      components: {
        schemas: {
          Base: { type: 'object', properties: { id: text, note: text } },
          Crane: own(['name'], 'name'),
          Ship: own(['id'], 'size'),
        },
      },
    } as never,
    'yards',
  );
  expect(problems).toEqual([]);
  expect(remarks.all.map((one) => one.text).join()).not.toContain('the server makes id of crane');
  const adding = contractOf(document).operations.find(({ id }) => id === 'addShip');
  expect(adding?.body?.properties.find(({ name }) => name === 'id')?.required).toBe(true);
});
