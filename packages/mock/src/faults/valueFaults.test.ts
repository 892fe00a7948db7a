import { contractOf } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { shelfDocument } from '../fixtures/library.ts';
import { realisticFaults } from './index.ts';

type Editable = Record<string, Record<string, Record<string, Record<string, unknown>>>>;

/** The names of the faults that read the pattern of a title otherwise. */
function faultsOf(pattern: string): readonly string[] {
  const document = structuredClone(shelfDocument) as unknown as Editable;
  const { post } = document['paths']?.['/books'] ?? {};
  const body = post?.['requestBody'] as Editable;
  const schema = (body['content']?.['application/json']?.['schema'] ?? {}) as Editable;
  Object.assign(schema['properties']?.['title'] ?? {}, { pattern });
  document['x-outcomes'] = {
    ...document['x-outcomes'],
    pattern: { allow: [400] as never, source: 'LIB-RULES' as never },
  };
  return realisticFaults(contractOf(document)).flatMap(({ name }) =>
    name.startsWith('pattern-') && name.includes(':addBook.title') ? [name] : [],
  );
}

test('a line break at the end is no fault of a pattern that takes it', () => {
  expect(faultsOf('^[a-z]+$')).toEqual([
    'pattern-not-anchored:addBook.title',
    'pattern-with-newline:addBook.title',
  ]);
  expect(faultsOf('^[^<>]+$')).toEqual(['pattern-not-anchored:addBook.title']);
});
