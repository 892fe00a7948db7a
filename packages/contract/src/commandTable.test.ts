import { expect, test } from 'vitest';
import { commandTable } from './commandTable.ts';
import { contractOf } from './contractOf.ts';
import { library } from './fixtures/library.ts';

const contract = contractOf(library());
const table = commandTable(contract);
const addBook = table.operations.find(({ id }) => id === 'addBook');
const whole = contract.operations.find(({ id }) => id === 'addBook');

test('has every operation, in the same order, and survives JSON', () => {
  expect(table.operations.map(({ id }) => id)).toEqual(contract.operations.map(({ id }) => id));
  expect(JSON.parse(JSON.stringify(table))).toEqual(table);
});

test('has no schema and no example at any depth', () => {
  const keys = new Set<string>();
  JSON.stringify(table, (key: string, value: unknown) => (keys.add(key), value));
  expect(keys).not.toContain('schema');
  expect(keys).not.toContain('examples');
});

test('has the properties right in a body, not those inside of them', () => {
  const all = whole?.body?.properties.map(({ name }) => name) ?? [];
  const outer = all.filter((name) => !/[.[]/.test(name));
  expect(all.length).toBeGreaterThan(outer.length);
  expect(addBook?.body?.properties.map(({ name }) => name)).toEqual(outer);
});

test('names the rows that demand one of the alternatives, and those of a limit beside its property', () => {
  const clauses = contract.clauses.filter(
    ({ operation, group }) => operation === 'addBook' && group === 'refuse',
  );
  const conditional = clauses.find(({ kind }) => kind === 'conditional');
  expect(addBook?.body?.source).toEqual(conditional?.source);
  const { limits, source } =
    addBook?.body?.properties.find((property) => property.limits !== undefined) ?? {};
  expect(limits).toBeDefined();
  const rows = clauses.flatMap((clause) => clause.source);
  for (const row of Object.values(limits ?? {}).flat()) {
    expect(rows).toContain(row);
    expect(source).not.toContain(row);
  }
});

test('says of each resource what names it, what a read shows as it was sent, and where secrets stand', () => {
  const [book, notice] = table.resources;
  expect(book).toMatchObject({ name: 'book', key: 'isbn', serverMade: ['shelf'] });
  expect(book?.shown).toEqual(['isbn', 'title', 'shelf', 'author', 'binding']);
  // A masked link cannot be compared.
  expect(notice).toMatchObject({ parent: 'branch', shown: ['text', 'colour'] });
  expect(notice?.irrelevantWith).toEqual({ colour: 'link' });
  expect(table.sensitive).toContain('lockCode');
});
