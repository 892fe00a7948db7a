import { expect, test } from 'vitest';
import { commandTable } from './commandTable.ts';
import type { Clause } from './contract.ts';
import { ContractError } from './contractError.ts';
import { contractOf } from './contractOf.ts';
import { library } from './fixtures/library.ts';
import { isObject } from './json.ts';
import { operationTable } from './operationTable.ts';
import { valueAt } from './pointer.ts';

/** The library, with a property more in each schema of an added book. */
function withProperty(name: string, schema: object): Record<string, unknown> {
  const document = library();
  const union = valueAt(
    document,
    '/paths/~1books/post/requestBody/content/application~1json/schema/anyOf',
  );
  if (!Array.isArray(union)) throw new Error('the body is no union');
  for (const part of union) {
    const properties: unknown = isObject(part) ? part['properties'] : undefined;
    if (isObject(properties))
      Object.assign(properties, { [name]: { ...schema, 'x-source': 'LIB-MORE' } });
  }
  return document;
}

function clausesOf(schema: object): readonly Clause[] {
  return contractOf(withProperty('more', schema)).clauses.filter(({ element = '' }) =>
    element.startsWith('more'),
  );
}

function names(clauses: readonly Clause[]): readonly string[] {
  return clauses.map(({ element, kind }) => `${element}.${kind}`);
}

test('what stands in an object, a list or a map has the clauses that it would have at the top', () => {
  const inner = { type: 'string', maxLength: 5 };
  const schema = {
    type: 'object',
    required: ['a'],
    properties: {
      a: inner,
      list: { type: 'array', items: { type: 'object', properties: { b: inner } } },
      map: { type: 'object', additionalProperties: inner },
    },
  };
  expect(names(clausesOf(schema))).toEqual(
    expect.arrayContaining([
      'more.a.required',
      'more.a.type',
      'more.a.nullRequired',
      'more.a.maxLength',
      'more.a.atMaxLength',
      'more.list[].b.nullOptional',
      'more.list[].b.maxLength',
      'more.map.type',
      'more.map.*.type',
      'more.map.*.maxLength',
    ]),
  );
  expect(names(clausesOf(schema))).not.toContain('more.map.*.nullOptional');
});

test('what the server makes is not sent, and not required of who sends', () => {
  const schema = {
    type: 'object',
    required: ['a', 'made'],
    properties: { a: { type: 'string' }, made: { type: 'string', readOnly: true } },
  };
  const found = names(clausesOf(schema));
  expect(found).toContain('more.a.required');
  expect(found.filter((name) => name.startsWith('more.made'))).toEqual([]);
});

test('what is written only is not shown, and not required of a response', () => {
  const document = library();
  Object.assign(Object(valueAt(document, '/components/schemas/Book')), {
    required: ['isbn', 'lock'],
    properties: {
      isbn: { type: 'string' },
      lock: { type: 'object', writeOnly: true, properties: { code: { type: 'string' } } },
    },
  });
  const found = names(contractOf(document).clauses.filter(({ status }) => status === 200));
  expect(found).toContain('isbn.propertyPresent');
  expect(found.filter((name) => name.startsWith('lock'))).toEqual([]);
});

test('a schema or null is read as one schema', () => {
  const [first, ...others] = [
    { type: ['object', 'null'], required: ['a'], properties: { a: { type: 'string' } } },
    {
      anyOf: [
        { type: 'object', required: ['a'], properties: { a: { type: 'string' } } },
        { type: 'null' },
      ],
    },
  ].map((schema) => names(clausesOf(schema)));
  expect(first).toContain('more.a.required');
  expect(others).toEqual([first]);
});

test('a map of secrets is hidden under its own name', () => {
  const secret = { type: 'string', format: 'password' };
  const { sensitive } = contractOf(
    withProperty('more', { type: 'object', additionalProperties: secret }),
  );
  expect(sensitive.properties).toContain('more');
});

test.each([
  [{ type: 'object', minProperties: 1 }, /the keyword minProperties is not supported/],
  [{ type: 'object', patternProperties: {} }, /the keyword patternProperties is not supported/],
  [{ type: 'array', prefixItems: [] }, /the keyword prefixItems is not supported/],
  [{ type: 'string', not: { const: 'a' } }, /the keyword not is not supported/],
  [{ type: 'object', properties: { '*': { type: 'string' } } }, /the name "\*" must match/],
  [
    {
      anyOf: [
        { type: 'object', required: ['a'], properties: { a: { type: 'string' } } },
        { type: 'object', required: ['b'], properties: { b: { type: 'string' } } },
      ],
    },
    /more is an object with alternatives that need different properties/,
  ],
])('%j is refused', (schema, sentence) => {
  expect(() => clausesOf(schema)).toThrow(ContractError);
  expect(() => clausesOf(schema)).toThrow(sentence);
});

/** The library, whose notices are saved by a body of this schema. */
function savedBy(schema: object): Record<string, unknown> {
  const document = library();
  Object.assign(
    Object(
      valueAt(
        document,
        '/paths/~1branches~1{branch}~1notice/put/requestBody/content/application~1json',
      ),
    ),
    { schema: { type: 'object', 'x-source': 'LIB-MORE', ...schema } },
  );
  return document;
}

test('a body that is a map has clauses for each of its values, and no command', () => {
  const text = { type: 'string', maxLength: 9, description: 'A word.' };
  const contract = contractOf(savedBy({ additionalProperties: text }));
  const ids = contract.clauses.map(({ id }) => id);
  expect(ids).toEqual(
    expect.arrayContaining(['library.saveNotice.*.maxLength', 'library.saveNotice.full']),
  );
  expect(operationTable(contract).operations.find(({ id }) => id === 'saveNotice')?.body).toEqual({
    properties: [],
    map: true,
  });
  const { operations, resources } = commandTable(contract);
  expect(operations.map(({ id }) => id)).not.toContain('saveNotice');
  expect(resources.map(({ name }) => name)).not.toContain('notice');
});

test('a body with names of its own and others of a schema is refused', () => {
  const text = { type: 'string', description: 'A word.' };
  expect(() =>
    contractOf(savedBy({ properties: { word: text }, additionalProperties: text })),
  ).toThrow(/the body has both properties with names and others of a schema/);
});

test('the key in the body is never varied where the path has it as well', () => {
  const document = library();
  const json = { 'application/json': { schema: { $ref: '#/components/schemas/Book' } } };
  const responses = valueAt(document, '/paths/~1books/post/responses');
  Object.assign(Object(valueAt(document, '/components/schemas/Book/properties/isbn')), {
    maxLength: 9,
  });
  Object.assign(Object(valueAt(document, '/paths/~1books~1{isbn}')), {
    put: {
      operationId: 'replaceBook',
      'x-source': 'LIB-REPLACE',
      'x-action': { replace: 'book' },
      requestBody: { required: true, content: json },
      responses,
    },
  });
  const kindsOf = (element: string): readonly string[] =>
    contractOf(document)
      .clauses.filter((one) => one.operation === 'replaceBook' && one.element === element)
      .flatMap(({ in: place, kind, status }) => ((place ?? status) ? [] : [kind]));
  expect(kindsOf('title')).toEqual(expect.arrayContaining(['maxLength', 'atMaxLength']));
  expect(kindsOf('isbn')).toEqual(['required', 'type', 'nullRequired']);
});
