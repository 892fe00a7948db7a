import { expect, test } from 'vitest';
import { ContractError } from './contractError.ts';
import { deref, isOpenEnd } from './deref.ts';

function withSchemas(schemas: Record<string, unknown>): Record<string, unknown> {
  return { components: { schemas } };
}

test('a reference is replaced by what it names, wherever references may stand', () => {
  const resolved = deref({
    paths: { '/a': { get: { responses: { 200: { $ref: '#/components/responses/Fine' } } } } },
    components: {
      responses: {
        Fine: { content: { 'text/plain': { schema: { $ref: '#/components/schemas/Text' } } } },
      },
      schemas: { Text: { type: 'string' } },
    },
  });
  expect(resolved).toMatchObject({
    paths: {
      '/a': {
        get: { responses: { 200: { content: { 'text/plain': { schema: { type: 'string' } } } } } },
      },
    },
  });
});

test('what stands beside a reference overrides its target, extension keys too', () => {
  const resolved = deref(
    withSchemas({
      A: { $ref: '#/components/schemas/B', description: 'Mine', 'x-sensitive': true },
      B: { type: 'string', description: 'Yours', 'x-source': 'B-ROW' },
    }),
  );
  expect(resolved).toMatchObject(
    withSchemas({
      A: { type: 'string', description: 'Mine', 'x-sensitive': true, 'x-source': 'B-ROW' },
    }),
  );
});

test('steps of a pointer may be escaped, and references may lead through references', () => {
  const resolved = deref(
    withSchemas({
      'a/b~c d': { properties: { deep: { $ref: '#/components/schemas/Last' } } },
      Last: { type: 'integer' },
      First: { $ref: '#/components/schemas/a~1b~0c%20d' },
    }),
  );
  expect(resolved).toMatchObject(
    withSchemas({ First: { properties: { deep: { type: 'integer' } } } }),
  );
});

test('data are left alone, even where they look like references', () => {
  const data = { $ref: '#/components/schemas/Nothing' };
  const document = withSchemas({
    A: { type: 'object', default: data, enum: [data], properties: { $ref: { type: 'string' } } },
  });
  expect(deref(document)).toEqual(document);
});

const book = { type: 'object', properties: { sequel: { $ref: '#/components/schemas/Book' } } };
const knot: Record<string, unknown> = { type: 'object' };
knot['properties'] = { knot };

test('what contains itself is there once more, and then left open', () => {
  const { sequel } = (deref(withSchemas({ Book: book })) as unknown as Books).components.schemas
    .Book.properties;
  const inner = sequel?.properties.sequel;
  expect(sequel).toMatchObject({ type: 'object' });
  expect(inner === undefined ? undefined : isOpenEnd({ ...inner })).toBe(true);
});

interface Book {
  readonly properties: { readonly sequel?: Book };
}
interface Books {
  readonly components: { readonly schemas: { readonly Book: Book } };
}

test.each([
  ['dangling', { A: { $ref: '#/components/schemas/B' } }, /names nothing/],
  ['to another document', { A: { $ref: 'other.yaml' } }, /leaves the document/],
  ['with a broken escape', { A: { $ref: '#/%zz' } }, /names nothing/],
  ['to itself', { A: { $ref: '#/components/schemas/A' } }, /contains itself/],
  [
    'to a part of itself',
    { A: { allOf: [{ $ref: '#/components/schemas/A' }] } },
    /contains itself/,
  ],
  ['recursive by sharing an object, as a YAML alias does', { Knot: knot }, /contains itself/],
])('a reference that is %s is refused', (_, schemas, reason) => {
  expect(() => deref(withSchemas(schemas))).toThrow(ContractError);
  expect(() => deref(withSchemas(schemas))).toThrow(reason);
});
