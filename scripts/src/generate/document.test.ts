import { join } from 'node:path';
import { contractOf, deref } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { document } from './document.ts';
import { apisOf, readSpecifications } from './specification.ts';

const specifications = await readSpecifications(...inRepository());

function inRepository(): [string, string[]] {
  const root = join(import.meta.dirname, '../../..');
  return [root, apisOf(root)];
}

/** Without the texts that only the command line's help shows, which is generated from the YAML. */
function withoutHelp(value: unknown): unknown {
  const help = new Set(['summary', 'description']);
  return JSON.parse(
    JSON.stringify(value, (key, inner: unknown) =>
      help.has(key) && typeof inner === 'string' ? undefined : inner,
    ),
  );
}

test.each(specifications)(
  'the small document of $api says what the whole one says',
  async (whole) => {
    const text = await document(whole);
    const small: unknown = JSON.parse(text);
    const contract = contractOf(small);
    expect(withoutHelp(contract)).toEqual(withoutHelp(whole.contract));
    expect(contract.clauses).toEqual(whole.contract.clauses);
    expect(contract.operations.map(({ description }) => description)).toEqual(
      whole.contract.operations.map(({ description }) => description),
    );
    expect(deref(small)).toMatchObject({
      info: { description: expect.stringMatching(/^Generated/) },
    });
    expect(text.length).toBeLessThan(0.9 * JSON.stringify(whole.document, undefined, 2).length);
  },
);

test('a property or an example that is named like a text stays', async () => {
  const schema = { properties: { summary: { type: 'string', description: 'Gone.' } } };
  const examples = [{ description: 'stays' }];
  const specification = {
    file: 'specs/shelves/openapi.yaml',
    document: {
      openapi: '3.1.0',
      info: { title: 'Shelves', version: '1', description: 'Gone.' },
      components: {
        schemas: { Shelf: { ...schema, examples } },
        examples: { one: { summary: 'Gone.', value: { summary: 'stays' } } },
        responses: { Shelf: { description: 'OpenAPI demands it.' } },
      },
    },
  };
  const text = await document(specification);
  expect(JSON.parse(text)).toMatchObject({
    components: {
      schemas: { Shelf: { properties: { summary: { type: 'string' } }, examples } },
      examples: { one: { value: { summary: 'stays' } } },
      responses: { Shelf: { description: 'OpenAPI demands it.' } },
    },
  });
  expect(text).not.toContain('Gone.');
});
