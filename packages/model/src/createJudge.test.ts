import type { JsonValue } from '@oidc-admin/contract';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createModel } from './createModel.ts';
import { hamlet, orderedLibrary, requestOf, signedIn, deployment } from './fixtures/library.ts';
import { responseLike, responseWith } from './fixtures/responseLike.ts';
import type { ModelRequest, ObservedResponse } from './model.ts';

const model = createModel(orderedLibrary, deployment);
const book = { isbn: '1', title: 'Hamlet', author: 'William', cover: 'soft' };
const kept = { ...book, shelfMark: 'NEW', shelf: 3 };
const state = (() => {
  const [response] = model.step(signedIn(model), requestOf('addBook', { json: hamlet }));
  if (response === undefined) throw new Error('nothing is allowed');
  return response.next({ status: 201, body: kept });
})();

const read = requestOf('readBook', { path: { isbn: '1' } });
const list = requestOf('listBooks');
const total = { 'x-total': '1' };
const { author: _author, ...anonymous } = kept;

function judged(request: ModelRequest, observed: ObservedResponse) {
  const { mismatches } = model.judge(model.step(state, request), observed);
  return mismatches.map(({ clause, binding }) => `${binding} ${clause.replace('library.', '')}`);
}

describe('judge', () => {
  const read200 = 'MUST readBook.200';
  const cases: readonly [string, ModelRequest, ObservedResponse, readonly string[]][] = [
    ['the right response', read, responseWith(200, kept), []],
    ['another status', read, responseWith(201, kept), [`${read200}.status`]],
    ['an undocumented status', read, responseWith(500, { code: 'x' }), [`${read200}.status`]],
    ['another kept value', read, responseWith(200, { ...kept, title: 'Lear' }), ['MUST book.kept']],
    [
      'another value that should be kept',
      read,
      responseWith(200, { ...kept, author: 'Ben' }),
      ['SHOULD book.author.kept'],
    ],
    [
      'a missing value that should be kept',
      read,
      responseWith(200, anonymous),
      ['SHOULD book.author.kept'],
    ],
    [
      'another default',
      read,
      responseWith(200, { ...kept, shelfMark: 'OLD' }),
      ['MUST book.defaults'],
    ],
    ['another value of the server', read, responseWith(200, { ...kept, shelf: 4 }), []],
    [
      'a value of the server that breaks its schema',
      read,
      responseWith(200, { ...kept, shelf: 0 }),
      [`${read200}.shelf.propertyValue`],
    ],
    [
      'a value that was not sent',
      read,
      responseWith(200, { ...kept, year: 1600 }),
      ['MUST book.replaced'],
    ],
    [
      'null for what was not sent',
      read,
      responseWith(200, { ...kept, year: null }),
      ['SHOULD readBook.200.year.propertyType'],
    ],
    ['an empty text for what was not sent', read, responseWith(200, { ...kept, imprint: '' }), []],
    [
      'what is never returned',
      read,
      responseWith(200, { ...kept, lockCode: 'x' }),
      ['SHOULD readBook.200.undocumentedProperty', 'MUST book.neverReturned'],
    ],
    [
      'an undocumented property',
      read,
      responseWith(200, { ...kept, colour: 'red' }),
      ['SHOULD readBook.200.undocumentedProperty'],
    ],
    [
      'another media type',
      read,
      { ...responseWith(200, kept), headers: { 'content-type': 'text/html' } },
      [`${read200}.contentType`],
    ],
    [
      'no media type',
      read,
      { ...responseWith(200, kept), headers: {} },
      [`${read200}.contentType`],
    ],
    [
      'a cut body',
      read,
      { ...responseWith(200, kept), body: undefined },
      [`${read200}.$.propertyType`],
    ],
    ['a list', list, responseWith(200, { books: [kept] }, total), []],
    [
      'a list without its header',
      list,
      responseWith(200, { books: [kept] }),
      ['MUST listBooks.200.X-Total.header'],
    ],
    [
      'a list with a wrong header',
      list,
      responseWith(200, { books: [kept] }, { 'x-total': 'one' }),
      ['MUST listBooks.200.X-Total.header'],
    ],
    ['an empty list', list, responseWith(200, { books: [] }, total), ['MUST book.listed']],
    [
      'no list',
      list,
      responseWith(200, { books: 'x' }, total),
      ['MUST listBooks.200.books.propertyType', 'MUST book.listed'],
    ],
    [
      'an element too many',
      list,
      responseWith(200, { books: [kept, { ...kept, isbn: '2' }] }, total),
      ['MUST book.listed'],
    ],
    [
      'an element twice',
      list,
      responseWith(200, { books: [kept, kept] }, total),
      ['MUST book.listed'],
    ],
    [
      'an old element',
      list,
      responseWith(200, { books: [{ ...kept, title: 'Lear' }] }, total),
      ['MUST book.listed'],
    ],
    [
      'an element that only should be so',
      list,
      responseWith(200, { books: [anonymous] }, total),
      ['SHOULD book.listed'],
    ],
    [
      'a secret in an element',
      list,
      responseWith(200, { books: [{ ...kept, lockCode: 'x' }] }, total),
      ['SHOULD listBooks.200.undocumentedProperty', 'MUST book.neverReturned'],
    ],
    [
      'a body where none is',
      requestOf('deleteBook', { path: { isbn: '1' } }),
      responseWith(204, {}),
      ['MUST deleteBook.204.noBody'],
    ],
    ['a body where any is', requestOf('signOut'), responseWith(200, { bye: 1 }), []],
  ];
  it.each(cases)('%s', (_name, request, observed, expected) => {
    expect(judged(request, observed)).toEqual(expected);
  });

  const unknown = requestOf('readBook', { path: { isbn: '9' } });
  const closed = requestOf('listBooks', { caller: { kind: 'token', token: 'none' } });
  const named = (name: string) => ({ 'x-error': name });
  const wrongType = requestOf('addBook', { json: { ...hamlet, isbn: '2', title: 5 } });
  const errors: readonly [string, ModelRequest, ObservedResponse, readonly string[]][] = [
    ['the right error', unknown, responseWith(404, { code: 'x' }, named('Unknown')), []],
    [
      'what follows a colon',
      unknown,
      responseWith(404, { code: 'x' }, named('a.b#Unknown:http://x')),
      [],
    ],
    ['a success instead', unknown, responseWith(200, kept), ['MUST readBook.path.isbn.existence']],
    [
      'another refusal',
      unknown,
      responseWith(403, { code: 'x' }, named('NotAllowed')),
      ['MUST readBook.path.isbn.existence'],
    ],
    [
      'a name of another status',
      unknown,
      responseWith(404, { code: 'x' }, named('Invalid')),
      ['MUST readBook.errorPair'],
    ],
    [
      'an unknown name',
      unknown,
      responseWith(404, { code: 'x' }, named('Gone')),
      ['MUST readBook.errorPair'],
    ],
    [
      'no name in header or body',
      unknown,
      responseWith(404, { text: 'x' }),
      [
        'MUST readBook.errorBody',
        'MUST readBook.errorPair',
        'MUST readBook.errorBody',
        'SHOULD readBook.errorBody',
      ],
    ],
    [
      'an unknown name for credentials',
      closed,
      responseWith(401, { code: 'x' }, named('Gone')),
      ['SHOULD listBooks.errorPair'],
    ],
    [
      'an error without a body',
      unknown,
      responseWith(404, undefined, named('Unknown')),
      ['MUST readBook.errorBody', 'MUST readBook.errorBody'],
    ],
    [
      'an error as a page',
      unknown,
      {
        ...responseWith(404, undefined, { ...named('Unknown'), 'content-type': 'text/html' }),
        bodyText: '<p>',
      },
      ['MUST readBook.errorBody', 'MUST readBook.errorBody'],
    ],
    [
      'an error that names the property',
      wrongType,
      responseWith(400, { code: 'x', wrong: [{ property: 'book/title' }] }, named('Invalid')),
      [],
    ],
    [
      'an error that names another',
      wrongType,
      responseWith(400, { code: 'x', wrong: [{ property: 'year' }] }, named('Invalid')),
      ['MUST addBook.title.type'],
    ],
    [
      'a tolerated response',
      requestOf('addBook', { json: { ...hamlet, isbn: '2', year: 2101 } }),
      responseWith(404, { code: 'x' }, named('Unknown')),
      ['SHOULD addBook.year.maximum'],
    ],
  ];
  it.each(errors)('%s', (_name, request, observed, expected) => {
    expect(judged(request, observed)).toEqual(expected);
  });

  it('says which allowed response is nearest, and both values', () => {
    const allowed = model.step(state, read);
    const { matched, mismatches } = model.judge(
      allowed,
      responseWith(200, { ...kept, title: 'Lear' }),
    );
    expect(matched).toBe(allowed[0]);
    expect(mismatches).toEqual([
      {
        clause: 'library.book.kept',
        binding: 'MUST',
        message: '/title is not the value that was kept',
        expected: 'Hamlet',
        actual: 'Lear',
        at: '/title',
      },
    ]);
    expect(model.judge(allowed, responseWith(404, null)).matched).toBeUndefined();
  });

  it('checks a property that hangs on the query', () => {
    const ask = (query: Record<string, string>) =>
      requestOf('readNotice', { path: { branch: 'north' }, query });
    const both = { language: 'de', script: 'Latn' };
    expect(judged(ask(both), responseWith(200, { translation: 'x' }))).toEqual([]);
    expect(judged(ask(both), responseWith(200, {}))).toEqual([
      'MUST readNotice.200.translation.presentWhen',
    ]);
    expect(judged(ask({}), responseWith(200, { translation: 'x' }))).toEqual([
      'MUST readNotice.200.translation.presentWhen',
    ]);
    expect(judged(ask({}), responseWith(200, { notice: { text: 'x' } }))).toEqual([
      'MUST notice.absent',
    ]);
  });

  it('lets what has no meaning come back as sent or not at all, and masked properties in any form', () => {
    const json = { ...hamlet, isbn: '2', website: 'https://x.example', imprint: '{"house":"Q"}' };
    const [response] = model.step(state, requestOf('addBook', { json }));
    const allowed = response === undefined ? [] : [response];
    const { imprint, ...rest } = responseLike(model, allowed[0] ?? failed()).body as Record<
      string,
      JsonValue
    >;
    const verdict = (body: JsonValue) =>
      model.judge(allowed, responseWith(201, body)).mismatches.map(({ clause }) => clause);
    expect(verdict({ ...rest, imprint: imprint ?? '' })).toEqual([]);
    expect(verdict(rest)).toEqual([]);
    expect(verdict({ ...rest, imprint: '{"house":"other"}' })).toEqual(['library.book.kept']);

    const save = requestOf('saveNotice', {
      path: { branch: 'north' },
      json: { text: 'main: x', pin: 'secret' },
    });
    for (const pin of ['secret', '***'])
      expect(judged(save, responseWith(200, { text: 'main: x', pin }))).toEqual([]);
    expect(judged(save, responseWith(200, { text: 'main: x' }))).toEqual([]);
  });

  it('lets the response to a save leave optional properties out, and have no other value', () => {
    const save = requestOf('saveNotice', {
      path: { branch: 'north' },
      json: { text: 'main: x', link: 'https://example.com' },
    });
    expect(judged(save, responseWith(200, { text: 'main: x' }))).toEqual([]);
    expect(
      judged(save, responseWith(200, { text: 'main: x', link: 'https://other.example' })),
    ).toEqual(['MUST notice.kept']);
    expect(judged(save, responseWith(200, { text: 'main: y' }))).toEqual(['MUST notice.kept']);
  });

  it('never throws, whatever was seen', () => {
    const anything = fc.record({
      status: fc.integer({ min: 100, max: 599 }),
      headers: fc.dictionary(
        fc.constantFrom('content-type', 'x-error', 'x-total', 'toString'),
        fc.string(),
      ),
      body: fc.option(fc.jsonValue(), { nil: undefined }) as fc.Arbitrary<JsonValue | undefined>,
      bodyText: fc.string(),
    });
    const request = fc.constantFrom(read, list, unknown, closed, wrongType, requestOf('signOut'));
    const known = new Set(orderedLibrary.clauses.map(({ id }) => id));
    fc.assert(
      fc.property(request, anything, (asked, observed) => {
        const { mismatches } = model.judge(model.step(state, asked), observed);
        for (const { clause } of mismatches) expect(known).toContain(clause);
      }),
    );
  });
});

function failed(): never {
  throw new Error('nothing is allowed');
}
