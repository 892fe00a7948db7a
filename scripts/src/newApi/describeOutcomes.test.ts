import { contractOf } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { describeApi } from './describeApi.ts';
import { describeOutcomes } from './describeOutcomes.ts';
import { FactRows } from './factRows.ts';

test('a status that an operation does not document is in no outcome of what only responses have', () => {
  const plain: Record<string, unknown> = { responses: { 200: {}, 422: {} } };
  const counting: Record<string, unknown> = { responses: { 200: {}, 412: {} } };
  const document: Record<string, unknown> = { paths: {} };
  describeOutcomes(document, [plain, counting], new FactRows('sheds'));
  const outcomeOf = (one: Record<string, unknown>): unknown => {
    const own = one['x-outcomes'] as Record<string, { allow: unknown }> | undefined;
    const whole = document['x-outcomes'] as Record<string, { allow: unknown }>;
    return (own?.['responseOnly'] ?? whole['responseOnly'])?.allow;
  };
  expect(outcomeOf(plain)).toEqual(['accepted', 422]);
  expect(outcomeOf(counting)).toEqual(['accepted', 412]);
});

test.each([
  [
    [400, 422],
    [400, 422],
  ],
  [[404], ['4XX']],
])('a closed body refuses other properties by one of %j', (documented, allow) => {
  const responses = Object.fromEntries(documented.map((status) => [status, {}]));
  const bodyOf = (schema: object): object => ({ content: { 'application/json': { schema } } });
  const list = { type: 'object', properties: { name: { type: 'string' } } };
  const shut = { ...list, additionalProperties: false };
  const open: Record<string, unknown> = { requestBody: bodyOf(list), responses };
  const plain: Record<string, unknown> = { requestBody: bodyOf(shut), responses };
  const wrapped: Record<string, unknown> = {
    requestBody: bodyOf({ allOf: [shut, { required: ['name'] }] }),
    responses,
  };
  describeOutcomes({ paths: {} }, [open, plain, wrapped], new FactRows('sheds'));
  expect(open['x-outcomes'] ?? {}).not.toHaveProperty('unknownProperty');
  for (const one of [plain, wrapped])
    expect(one['x-outcomes']).toMatchObject({ unknownProperty: { allow } });
});

test('an alternative of a body that the document has is not contested', () => {
  const document: Record<string, unknown> = { paths: {} };
  describeOutcomes(document, [{ responses: { 200: {}, 400: {} } }], new FactRows('sheds'));
  expect(document['x-outcomes']).toHaveProperty('conditional');
  expect(document['x-outcomes']).not.toHaveProperty('contested');
});

test.each(['in its place', 'shared', 'in a list'])(
  'an object inside a closed body that is open itself (%s) ignores other properties',
  (way) => {
    const text = { type: 'string' };
    const open = { type: 'object', properties: { a: text } };
    const shared = { $ref: '#/components/schemas/Inner' };
    const inner =
      way === 'shared' ? shared : way === 'in a list' ? { type: 'array', items: open } : open;
    const closed = {
      type: 'object',
      additionalProperties: false,
      required: ['name'],
      properties: { name: text, inner },
    };
    const content = { content: { 'application/json': { schema: closed } } };
    const answers = (status: string) => ({
      responses: {
        [status]: { description: 'So it is.', ...content },
        400: { description: 'No.' },
      },
    });
    const { document, problems } = describeApi(
      JSON.parse(
        JSON.stringify({
          openapi: '3.1.0',
          info: { title: 'Sheds', version: '1' },
          paths: {
            '/sheds': {
              post: { operationId: 'addShed', requestBody: content, ...answers('201') },
            },
            '/sheds/{name}': {
              parameters: [{ name: 'name', in: 'path', required: true, schema: text }],
              get: { operationId: 'getShed', ...answers('200') },
            },
          },
          components: { schemas: { Inner: open } },
        }),
      ) as never,
      'sheds',
    );
    expect(problems).toEqual([]);
    const clauses = contractOf(document).clauses.filter(({ kind }) => kind === 'unknownProperty');
    const said = clauses.map(({ element, outcome }) => [element ?? '', outcome?.allow[0]]);
    expect(said).toEqual([
      ['', { status: 400 }],
      [way === 'in a list' ? 'inner[]' : 'inner', { as: 'accepted' }],
    ]);
  },
);
