import openapiTypescript, { astToString } from 'openapi-typescript';
import { expect, test } from 'vitest';
import { namedSchemas } from './namedSchemas.ts';

const object = { type: 'object' as const, properties: { id: { type: 'string' as const } } };

async function written(schemas: object, taken: readonly string[] = []): Promise<string> {
  const nodes = await openapiTypescript(
    {
      openapi: '3.1.0',
      info: { title: 'a', version: '1' },
      paths: {},
      components: { schemas },
    } as never,
    { silent: true },
  );
  return astToString(namedSchemas(nodes, taken));
}

test('each object has a type of its name, with its text', async () => {
  const Shelf = { type: 'array', items: { $ref: '#/components/schemas/Book' } };
  const text = await written({ Book: { ...object, description: 'One book.' }, Shelf });
  expect(text).toMatch(
    /\/\*\* @description One book\. \*\/\nexport type Book = \{\s+id\?: string;/,
  );
  expect(text).toMatch(/^ +Book: Book;$/m);
  expect(text).toContain('Shelf: components["schemas"]["Book"][]');
});

test.each([
  ['an input has', 'AddBookInput'],
  ['the file declares', 'WithRequired'],
  ['the file refers to', 'Record'],
  ['is no name of a type', 'book'],
  ['is no name at all', 'a-book'],
])('a name that %s, %s, is left out', async (_, name) => {
  const Required = { allOf: [{ $ref: '#/components/schemas/Other' }], required: ['id'] };
  const text = await written({ [name]: object, Other: object, Required }, ['AddBookInput']);
  expect(text).not.toMatch(new RegExp(`export type "?${name}\\b`));
  expect(text).toContain('export type Other = {');
});
