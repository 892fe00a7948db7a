import { contractOf } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { describeApi } from './describeApi.ts';
import type { ForeignObject } from './openApi.ts';

const text = { type: 'string' };

/** Lamps, which a name keeps, with these properties beside it, and this body of what changes one. */
function lamps(more: object, change: object) {
  const content = (schema: object): object => ({ content: { 'application/json': { schema } } });
  const lamp = { $ref: '#/components/schemas/Lamp' };
  const shown = { 200: { description: 'It.', ...content(lamp) }, 404: { description: 'None.' } };
  const document: unknown = {
    openapi: '3.1.0',
    info: { title: 'Lamps', version: '1' },
    paths: {
      '/lamps': { post: { requestBody: { required: true, ...content(lamp) }, responses: shown } },
      '/lamps/{name}': {
        parameters: [{ name: 'name', in: 'path', required: true, schema: text }],
        get: { responses: shown },
        patch: {
          operationId: 'changeLamp',
          requestBody: {
            required: true,
            content: {
              'application/json': { schema: { $ref: '#/components/schemas/Change' } },
              'application/x-www-form-urlencoded': {
                schema: { $ref: '#/components/schemas/Change' },
              },
            },
          },
          responses: { ...shown, 400: { description: 'Wrong.' } },
        },
      },
    },
    components: {
      schemas: {
        Lamp: { type: 'object', required: ['name'], properties: { name: text, ...more } },
        Change: change,
      },
    },
  };
  const { document: copy, problems, remarks } = describeApi(document as ForeignObject, 'lamps');
  return { copy, contract: contractOf(copy), problems, said: remarks.all.map((one) => one.text) };
}

const properties = { colour: text, watt: { type: 'integer' } };

test.each([
  ['a dash outside of a list', '^a\\-b\\_c$', '^a-b_c$'],
  ['a dash in a list', '^[\\w\\-\\_]+\\.[a-z]$', '^[\\w\\-_]+\\.[a-z]$'],
])('%s: a pattern loses the backslashes that escape nothing', (_, pattern, plain) => {
  const { contract, problems, said } = lamps(
    { colour: { ...text, pattern } },
    { type: 'object', properties },
  );
  expect(problems).toEqual([]);
  const [first] = contract.clauses.filter(({ kind }) => kind === 'pattern');
  expect(first?.value).toBe(plain);
  expect(said).toContain(
    `${pattern} has backslashes before what needs none; the copy has ${plain}, which means the same`,
  );
});

test('a pattern whose backslashes may mean something stays as it is', () => {
  const colour = { ...text, pattern: '\\A\\_' };
  expect(() => lamps({ colour }, { type: 'object', properties })).toThrow(
    'must match format "regex"',
  );
});

test('what a document shows as a value keeps its patterns and limits', () => {
  const shown = { pattern: 'a\\-b', maxProperties: 10 };
  const rule = { type: 'object', default: shown, properties: { pattern: text } };
  const { copy, said } = lamps({ rule }, { type: 'object', properties });
  expect(copy).toHaveProperty(
    ['components', 'schemas', 'Lamp', 'properties', 'rule', 'default'],
    shown,
  );
  expect(said.join()).not.toMatch(/backslashes|at most 10 properties/);
});

test('a comma in braces keeps its backslash, as it would be a count without it', () => {
  const colour = { ...text, pattern: '^a{2\\,3}$' };
  expect(() => lamps({ colour }, { type: 'object', properties })).toThrow(
    'must match format "regex"',
  );
});

test('a body that needs any one of its properties needs none that the server makes', () => {
  const made = { id: { ...text, readOnly: true } };
  const change = { type: 'object', properties: { ...made, ...properties }, minProperties: 1 };
  const { contract, said } = lamps({ ...made, ...properties }, change);
  const changing = contract.operations.find(({ id }) => id === 'changeLamp');
  expect(changing?.body?.alternatives).toEqual([['colour'], ['watt']]);
  expect(said).toContain('at least one of colour, watt has to be sent');
});

test('a map with room enough has its limit left out, and a sentence says so', () => {
  const tags = { type: 'object', additionalProperties: text, maxProperties: 10 };
  const { contract, said } = lamps(
    { tags },
    { type: 'object', properties: { ...properties, tags } },
  );
  expect(contract.operations.map(({ id }) => id)).toContain('changeLamp');
  expect(said).toContain(
    'at most 10 properties: no check sends more, and the copy leaves the limit out',
  );
});

test('a body that needs any one of its properties is a union of those that have it', () => {
  const change = { type: 'object', properties, minProperties: 1 };
  const { copy, contract, problems, said } = lamps(properties, change);
  expect(problems).toEqual([]);
  const changing = contract.operations.find(({ id }) => id === 'changeLamp');
  expect(changing?.action.does).toBe('merge');
  expect(changing?.body?.alternatives).toEqual([['colour'], ['watt']]);
  expect(said).toContain('at least one of colour, watt has to be sent');
  // A schema that is written in its place would need rows of its own.
  expect(JSON.stringify(copy)).toContain(
    '"application/x-www-form-urlencoded":{"schema":{"type":"object"}}',
  );
});
