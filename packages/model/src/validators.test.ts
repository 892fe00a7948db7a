import type { JsonValue } from '@oidc-admin/contract';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hamlet, orderedLibrary } from './fixtures/library.ts';
import { validatorsOf } from './validators.ts';

const validators = validatorsOf(orderedLibrary);
function clausesOf(value: JsonValue) {
  return validators
    .validateBody('addBook', value)
    .map(({ clause }) => clause.replace('library.addBook.', ''));
}

describe('validateBody', () => {
  const cases: readonly [string, JsonValue, readonly string[]][] = [
    ['a right body', hamlet, []],
    ['the other alternative', { isbn: '1', title: 'T', year: 1600, shelfMark: 'A' }, []],
    ['a property that is not documented', { ...hamlet, colour: 'red' }, []],
    ['no object', [], ['bodyType']],
    ['a text', 'x', ['bodyType']],
    ['null', null, ['bodyType']],
    ['no title', { isbn: '1', author: 'W' }, ['title.required']],
    ['no alternative', { isbn: '1', title: 'T' }, ['author.conditional']],
    [
      'all but one of the longer alternative',
      { isbn: '1', title: 'T', year: 1600 },
      ['shelfMark.conditional'],
    ],
    ['all but the other one', { isbn: '1', title: 'T', shelfMark: 'A' }, ['year.conditional']],
    ['nothing at all', {}, ['isbn.required', 'title.required', 'author.conditional']],
    ['a number for a text', { ...hamlet, title: 5 }, ['title.type']],
    ['a fraction for an integer', { ...hamlet, year: 1.5 }, ['year.type']],
    ['null for a required property', { ...hamlet, title: null }, ['title.nullRequired']],
    ['null for an optional property', { ...hamlet, year: null }, ['year.nullOptional']],
    ['an empty title', { ...hamlet, title: '' }, ['title.minLength']],
    ['a title of twelve astral characters', { ...hamlet, title: '😀'.repeat(12) }, []],
    ['a title of thirteen characters', { ...hamlet, title: 'é'.repeat(13) }, ['title.maxLength']],
    ['a negative year', { ...hamlet, year: -1 }, ['year.minimum']],
    ['a late year', { ...hamlet, year: 2101 }, ['year.maximum']],
    ['an unknown cover', { ...hamlet, cover: 'Hard' }, ['cover.enum']],
    ['a number for a closed list', { ...hamlet, cover: 5 }, ['cover.type']],
    ['a shelf mark in small letters', { ...hamlet, shelfMark: 'a' }, ['shelfMark.pattern']],
    ['a website that is no URL', { ...hamlet, website: 'no url' }, ['website.format']],
    ['JSON text', { ...hamlet, imprint: '{"house":"Q1"}' }, []],
    ['JSON text of another form', { ...hamlet, imprint: '{}' }, ['imprint.contentSchema']],
    ['no JSON text', { ...hamlet, imprint: '{' }, ['imprint.contentSchema']],
    [
      'a wrong property inside a property',
      { ...hamlet, price: { amount: '1' } },
      ['price.amount.type'],
    ],
    [
      'null inside a property',
      { ...hamlet, price: { amount: null } },
      ['price.amount.nullRequired'],
    ],
    ['a property left out inside a property', { ...hamlet, price: {} }, ['price.amount.required']],
    ['two mistakes', { ...hamlet, title: '', year: -1 }, ['title.minLength', 'year.minimum']],
  ];
  it.each(cases)('%s', (_name, value, clauses) => {
    expect(clausesOf(value)).toEqual(clauses);
  });

  it('says where, without the value', () => {
    expect(validators.validateBody('addBook', { ...hamlet, price: { amount: 'secret' } })).toEqual([
      {
        clause: 'library.addBook.price.amount.type',
        kind: 'type',
        location: ['body', 'price', 'amount'],
        property: 'price',
        message: 'price.amount must be number.',
      },
    ]);
  });

  it('cites only clauses of the contract and agrees with the whole schema on what is right', () => {
    const known = new Set(orderedLibrary.clauses.map(({ id }) => id));
    const scalar = fc.constantFrom<JsonValue>(
      null,
      '',
      'A',
      'x'.repeat(50),
      5,
      -1,
      2.5,
      true,
      [],
      {},
      { amount: 1 },
    );
    const names = ['isbn', 'title', 'author', 'year', 'cover', 'shelfMark', 'website', 'price'];
    const record = fc.dictionary(fc.constantFrom(...names), scalar);
    const body = fc.oneof(
      record,
      record.map((own) => ({ ...hamlet, ...own })),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(body, (given) => {
        const value = given as JsonValue;
        const broken = validators.validateBody('addBook', value);
        expect(broken.length === 0).toBe(validators.violations('addBook', value).length === 0);
        for (const { clause } of broken) expect(known).toContain(clause);
      }),
    );
  });

  it('throws on an unknown operation and names the known ones', () => {
    expect(() => validators.validateBody('burnBook', {})).toThrow(/burnBook.*addBook/);
  });
});

describe('violations', () => {
  it('reports location and keyword of every alternative, as Ajv does', () => {
    const found = validators.violations('addBook', { isbn: '1', title: 5, author: 'W' });
    expect(found).toContainEqual({ location: ['body', 'title'], code: 'type' });
    expect(found).toContainEqual({ location: ['body'], code: 'required' });
    expect(found).toContainEqual({ location: ['body'], code: 'anyOf' });
  });
});

describe('parameterViolations', () => {
  it('reports keyword and lower-case name, as Prism does', () => {
    const values = { path: { branch: '1' }, query: { size: '0' } };
    expect(validators.parameterViolations('readNotice', values)).toEqual([
      { location: ['path', 'branch'], code: 'pattern' },
      { location: ['query', 'size'], code: 'minimum' },
    ]);
  });
});

describe('parameters', () => {
  it.each([
    ['0123456789abc', []],
    ['0123456789abcd', ['library.readBook.path.isbn.pathParameter']],
    ['a b', ['library.readBook.path.isbn.pathParameter']],
  ])('path value %s', (isbn, clauses) => {
    expect(validators.validatePath('readBook', { isbn }).map(({ clause }) => clause)).toEqual(
      clauses,
    );
  });

  it.each([
    [{}, []],
    [{ size: '3' }, []],
    [{ size: 'big' }, ['library.readNotice.query.size.type']],
    [{ size: '0' }, ['library.readNotice.query.size.minimum']],
  ])('query %j', (query, clauses) => {
    expect(validators.validateQuery('readNotice', query).map(({ clause }) => clause)).toEqual(
      clauses,
    );
  });
});
