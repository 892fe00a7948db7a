import { describe, expect, test } from 'vitest';
import type { Contract } from './contract.ts';
import { contractOf } from './contractOf.ts';
import type { Authority } from './description.ts';
import { library } from './fixtures/library.ts';
import { keysWithoutEffect } from './keysWithoutEffect.ts';
import { strictContract } from './strictContract.ts';

const plain = contractOf(library());
const rows = new Set(plain.clauses.flatMap(({ source }) => source));

/** The library with the authority of its rows: all are documented but those given. */
function libraryWith(others: Readonly<Record<string, Authority>>): Record<string, unknown> {
  const documented = Object.fromEntries([...rows].map((row) => [row, 'documented']));
  return { ...library(), 'x-authority': { ...documented, ...others } };
}

function clauseOf(contract: Contract, id: string): string {
  const clause = contract.clauses.find((one) => one.id === `library.${id}`);
  return `${clause?.authority} ${clause?.binding} ${clause?.outcome?.binding ?? '-'}`;
}

test('what is documented binds as the document says, and so does what says nothing of its rows', () => {
  const contract = contractOf(libraryWith({}));
  expect(contract).toEqual(plain);
  expect(clauseOf(contract, 'addBook.title.maxLength')).toBe('documented MUST MUST');
  expect(clauseOf(contract, 'book.replaced')).toBe('documented SHOULD -');
});

describe('a clause is as good as its weakest link', () => {
  test.each([
    ['the outcome', { 'LIB-LIMITS': 'reading' }, 'reading SHOULD SHOULD'],
    ['the place', { 'LIB-TITLE': 'observed' }, 'observed SHOULD SHOULD'],
    ['both', { 'LIB-LIMITS': 'observed', 'LIB-TITLE': 'reading' }, 'reading SHOULD SHOULD'],
    ['neither', { 'LIB-TYPE': 'reading' }, 'documented MUST MUST'],
  ] as const)('where %s is not documented', (_, others, wanted) => {
    const contract = contractOf(libraryWith(others));
    expect(clauseOf(contract, 'addBook.title.maxLength')).toBe(wanted);
  });

  test('and a link as its best row, but that a property is there needs each of them', () => {
    const document = libraryWith({ 'LIB-OURS': 'reading' });
    const text = JSON.stringify(document)
      .replaceAll('"x-source":"LIB-TITLE"', '"x-source":["LIB-TITLE","LIB-OURS"]')
      .replaceAll('"x-source":["LIB-TITLE"]', '"x-source":["LIB-TITLE","LIB-OURS"]');
    const contract = contractOf(JSON.parse(text));
    expect(clauseOf(contract, 'readBook.200.title.propertyType')).toBe('documented MUST -');
    expect(clauseOf(contract, 'readBook.200.title.propertyPresent')).toBe('reading SHOULD -');
  });

  test('and a row of which nothing is said is a reading', () => {
    const contract = contractOf({ ...library(), 'x-authority': { 'LIB-TITLE': 'documented' } });
    expect(clauseOf(contract, 'addBook.title.maxLength')).toBe('reading SHOULD SHOULD');
  });
});

test('rules between requests and wrong ways to sign in follow their rows', () => {
  const contract = contractOf(libraryWith({ 'LIB-KEPT': 'reading', 'LIB-NONE': 'observed' }));
  expect(contract.resources.find(({ name }) => name === 'book')?.rules.kept?.binding).toBe(
    'SHOULD',
  );
  expect(clauseOf(contract, 'book.kept')).toBe('reading SHOULD -');
  expect(contract.security['token']?.wrong['none']?.binding).toBe('SHOULD');
  expect(clauseOf(contract, 'addBook.none.security')).toBe('observed SHOULD SHOULD');
});

test('a binding that follows from the rows is told', () => {
  expect(keysWithoutEffect(libraryWith({}))).toEqual([]);
  expect(keysWithoutEffect(libraryWith({ 'LIB-REPLACED': 'reading' }))).toEqual([
    {
      pointer: '/x-resources/book/rules/replaced/binding',
      reason: 'binding changes nothing; leave it out',
    },
  ]);
});

test('strictly, everything is a MUST, its authority stays, and a part stays one object', () => {
  const contract = contractOf(libraryWith({ 'LIB-KEPT': 'reading', 'LIB-LIMITS': 'observed' }));
  const strict = strictContract(contract);
  expect(strictContract(contract)).toBe(strict);
  expect(strict.clauses.filter(({ binding }) => binding !== 'MUST')).toEqual([]);
  expect(strict.clauses.filter(({ outcome }) => outcome?.binding === 'SHOULD')).toEqual([]);
  expect(strict.clauses.map(({ id, authority }) => [id, authority])).toEqual(
    contract.clauses.map(({ id, authority }) => [id, authority]),
  );
  expect(strict.operations[0]?.body?.schema).toBe(contract.operations[0]?.body?.schema);
  expect(clauseOf(contract, 'book.kept')).toBe('reading SHOULD -');
});
