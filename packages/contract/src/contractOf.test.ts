import { describe, expect, test } from 'vitest';
import type { Clause } from './contract.ts';
import { contractOf } from './contractOf.ts';
import { library } from './fixtures/library.ts';

const contract = contractOf(library());
const byId = new Map(contract.clauses.map((clause) => [clause.id, clause]));

function operation(id: string) {
  const found = contract.operations.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no operation ${id}`);
  return found;
}

describe('operations', () => {
  test('come in the order of the document, with method and path', () => {
    expect(contract.operations.map(({ id, method, path }) => `${id} ${method} ${path}`)).toEqual([
      'signIn POST /sessions/{kind}',
      'signOut DELETE /sessions',
      'listBooks GET /books',
      'addBook POST /books',
      'readBook GET /books/{isbn}',
      'deleteBook DELETE /books/{isbn}',
      'readNotice GET /branches/{branch}/notice',
      'saveNotice PUT /branches/{branch}/notice',
    ]);
  });

  test('inherit security and the path below the server', () => {
    expect(operation('signIn').security).toBeUndefined();
    expect(operation('addBook').security).toBe('token');
    expect(contract.basePath).toBe('/library');
  });

  test('have no header parameters that OpenAPI says to ignore', () => {
    const document = structuredClone(library()) as unknown as {
      paths: Record<string, Record<string, { parameters?: unknown[] }>>;
    };
    const get = document.paths['/books']?.['get'];
    const names = ['accept', 'Content-Type', 'AUTHORIZATION', 'X-Own'];
    get?.parameters?.push(
      ...names.map((name) => ({
        name,
        in: 'header',
        required: true,
        description: name,
        'x-source': 'LIB-LIST',
        schema: { type: 'string' },
      })),
    );
    const { operations, clauses } = contractOf(document);
    const list = operations.find(({ id }) => id === 'listBooks');
    const headers = list?.parameters.filter((one) => one.in === 'header') ?? [];
    expect(headers.map(({ name }) => name)).toEqual(['X-Own']);
    const ids = clauses.map(({ id }) => id).filter((id) => id.includes('listBooks.header.'));
    expect(ids).toEqual(['library.listBooks.header.X-Own.required']);
  });

  test.each([
    ['signIn', { does: 'open' }, true, false],
    ['signOut', { does: 'close' }, true, false],
    ['listBooks', { does: 'list', resource: 'book', at: '/books' }, false, true],
    ['addBook', { does: 'create', resource: 'book', at: '' }, true, false],
    ['deleteBook', { does: 'delete', resource: 'book', at: '' }, true, true],
    ['readNotice', { does: 'read', resource: 'notice', at: '/notice' }, false, true],
  ])('%s does %j', (id, action, changes, repeatable) => {
    expect(operation(id)).toMatchObject({ action, changes, repeatable });
  });

  test('have bodies that are flat over the alternatives of a union, nested properties by dotted names', () => {
    const { body } = operation('addBook');
    expect(body?.alternatives).toEqual([
      ['isbn', 'title'],
      ['author', 'year', 'title'],
    ]);
    expect(
      body?.properties.map(({ name, required }) => `${name}${required ? ' required' : ''}`),
    ).toEqual([
      'isbn',
      'title required',
      'author',
      'year',
      'binding',
      'lockCode',
      'tags',
      'tags[]',
      'price',
      'price.amount required',
      'price.currency',
    ]);
    expect(body?.examples).toEqual({ hamlet: { isbn: '1', title: 'Hamlet' } });
  });

  test('have answers in the order of their statuses, errors with name and retry', () => {
    expect(operation('readBook').responses.map(({ status }) => status)).toEqual([
      200, 400, 401, 403, 404,
    ]);
    expect(operation('readBook').responses[4]?.error).toEqual({
      name: 'LibraryError',
      retry: false,
    });
    expect(operation('signOut').responses[0]?.anyBody).toBe(true);
  });

  test('carry what a session always and never sends', () => {
    expect(operation('signIn').session).toEqual({
      username: 'name',
      password: 'word',
      always: { remember: false },
      never: ['newWord'],
    });
  });
});

test('resources know their operations, rules and what a read answers before the first save', () => {
  const [book, notice] = contract.resources;
  expect(book).toMatchObject({
    key: 'isbn',
    neverReturned: ['lockCode'],
    serverMade: ['shelf'],
    operations: { list: 'listBooks', create: 'addBook', read: 'readBook', delete: 'deleteBook' },
    rules: { kept: { binding: 'MUST' }, replaced: { binding: 'SHOULD', source: ['LIB-REPLACED'] } },
  });
  expect(notice?.parent).toBe('branch');
  expect(notice?.absent?.allow).toEqual([{ status: 404 }, { status: 200, without: '/notice' }]);
});

test('every name under which a secret can stand is known', () => {
  expect(contract.sensitive).toEqual({
    properties: ['lockCode', 'newWord', 'word'],
    query: ['pin'],
    headers: ['X-Token'],
    wholeResponses: ['signIn'],
    wholeQueries: ['readNotice'],
  });
});

/** One clause of each kind, or more where the kind has more than one form. */
const expected: readonly [string, Partial<Clause>][] = [
  ['addBook.none.security', { element: 'none', source: ['LIB-TOKEN', 'LIB-SESSION', 'LIB-NONE'] }],
  ['addBook.expired.security', { binding: 'SHOULD' }],
  ['signIn.credentials', { source: ['LIB-SIGNIN', 'LIB-CREDENTIALS'] }],
  ['addBook.permission', { value: ['librarian'] }],
  ['readBook.path.isbn.existence', { element: 'isbn', in: 'path' }],
  ['saveNotice.path.branch.existence', { element: 'branch', in: 'path' }],
  ['addBook.taken', { source: ['LIB-ADD', 'LIB-TAKEN'] }],
  ['readBook.path.isbn.pathParameter', { source: ['LIB-BOOK-ISBN', 'LIB-PATH'] }],
  ['signIn.path.kind.pathParameter', { source: ['LIB-SIGNIN', 'LIB-PATH'] }],
  ['listBooks.method', { value: ['GET', 'POST'] }],
  ['addBook.mediaType', { source: ['LIB-ADD-BODY', 'LIB-MEDIATYPE'] }],
  ['addBook.malformedJson', {}],
  ['addBook.emptyBody', {}],
  ['addBook.bodyType', { value: ['object'], source: ['LIB-ADD-SCHEMA', 'LIB-BODYTYPE'] }],
  ['addBook.unknownProperty', { outcome: outcome([{ as: 'accepted' }], 'LIB-UNKNOWN') }],
  ['saveNotice.unknownProperty', { binding: 'SHOULD' }],
  ['addBook.title.required', { source: ['LIB-TITLE', 'LIB-REQUIRED'] }],
  [
    'addBook.price.amount.required',
    { element: 'price.amount', source: ['LIB-PRICE', 'LIB-REQUIRED'] },
  ],
  ['addBook.isbn.conditional', { value: ['isbn', 'title'] }],
  ['addBook.author.conditional', { value: ['author', 'year', 'title'] }],
  ['addBook.year.type', { value: ['integer'] }],
  ['listBooks.query.limit.type', { element: 'limit', in: 'query', value: ['integer'] }],
  ['addBook.tags[].type', { value: ['string'] }],
  ['addBook.title.nullRequired', {}],
  [
    'addBook.isbn.nullOptional',
    { outcome: outcome([{ as: 'leftOut' }, { status: 400 }], 'LIB-NULL-OPTIONAL') },
  ],
  ['addBook.title.minLength', { value: 1 }],
  ['addBook.isbn.maxLength', { value: 13 }],
  ['addBook.tags[].maxLength', { value: 20 }],
  ['addBook.isbn.pattern', { value: '^[0-9]+$' }],
  ['addBook.binding.enum', { value: ['hard', 'soft', 'SOFT'] }],
  ['saveNotice.link.format', { value: 'uri', source: ['LIB-NOTICE-LINK'] }],
  ['listBooks.query.limit.minimum', { value: 1 }],
  ['addBook.year.maximum', { value: 2100 }],
  ['saveNotice.style.contentSchema', {}],
  ['saveNotice.text.prefix', { value: '{branch}:' }],
  ['saveNotice.link.unreachable', { binding: 'SHOULD' }],
  ['saveNotice.colour.type', { binding: 'SHOULD' }],
  ['addBook.order', { value: ['security', 'permission', 'body'], source: ['LIB-ORDER'] }],
  ['deleteBook.order', { value: ['security', 'permission', 'existence'] }],
  ['signIn.signIn', {}],
  ['addBook.minimal', {}],
  ['listBooks.full', { source: ['LIB-LIST', 'LIB-LIST-LIMIT', 'LIB-LIST-TITLE', 'LIB-LIST-PIN'] }],
  ['addBook.isbn.alternative', { value: ['isbn', 'title'], source: ['LIB-ADD-ISBN'] }],
  [
    'addBook.author+year.alternative',
    { value: ['author', 'year', 'title'], source: ['LIB-ADD-AUTHOR'] },
  ],
  ['addBook.title.atMinLength', { value: 1 }],
  ['addBook.isbn.atMaxLength', { value: 13 }],
  ['readBook.path.isbn.atMaxLength', { in: 'path', value: 13 }],
  ['listBooks.query.limit.atMinimum', { value: 1 }],
  ['listBooks.query.limit.atMaximum', { value: 50 }],
  ['addBook.binding.enumValue', { value: ['hard', 'soft', 'SOFT'] }],
  ['addBook.charset', { source: ['LIB-ADD-BODY'] }],
  ['addBook.pathCase', { source: ['LIB-PATHS'] }],
  ['addBook.trailingSlash', { source: ['LIB-PATHS'] }],
  ['addBook.201.status', { status: 201 }],
  ['deleteBook.204.noBody', { status: 204 }],
  ['addBook.201.contentType', { value: 'application/json' }],
  ['listBooks.200.X-Total.header', { element: 'X-Total', source: ['LIB-LIST-TOTAL'] }],
  [
    'listBooks.200.books[].title.propertyPresent',
    { element: 'books[].title', source: ['LIB-TITLE'] },
  ],
  ['signIn.200.$.propertyType', { element: '$', value: ['string'], source: ['LIB-TOKEN'] }],
  ['signIn.200.$.propertyValue', { value: { minLength: 8 } }],
  ['addBook.201.binding.propertyValue', { value: { enum: ['hard', 'soft'] } }],
  ['listBooks.200.hint.presentWhen', { value: ['query.title', 'query.limit'] }],
  ['addBook.201.undocumentedProperty', { binding: 'SHOULD' }],
  ['saveNotice.200.undocumentedProperty', { binding: 'MUST' }],
  [
    'addBook.errorBody',
    { source: ['LIB-ERROR', 'LIB-ERROR-HEADER', 'LIB-ERROR-BODY', 'LIB-ERROR-CODE'] },
  ],
  ['addBook.wrong.errorBody', { binding: 'SHOULD', source: ['LIB-ERROR-WRONG'] }],
  ['addBook.errorPair', { source: ['LIB-ERRORS'] }],
  // SHOULD in a resource's schema speaks of what is kept, not of its type.
  ['readBook.200.author.propertyType', { binding: 'MUST' }],
  ['book.author.kept', { binding: 'SHOULD' }],
  ['book.kept', { resource: 'book', binding: 'MUST', source: ['LIB-KEPT'] }],
  ['book.replaced', { binding: 'SHOULD' }],
  [
    'notice.absent',
    {
      outcome: outcome([{ status: 404 }, { status: 200, without: '/notice' }], 'LIB-NOTICE-ABSENT'),
    },
  ],
];

test.each(expected)('there is the clause library.%s', (id, parts) => {
  expect(byId.get(`library.${id}`)).toMatchObject(parts);
});

test.each([
  ['addBook.isbn.minLength', 'an empty text is not tested'],
  ['addBook.year.minimum', 'a negative number is not tested'],
  ['listBooks.query.title.type', 'everything in a query is text'],
  ['readNotice.path.branch.pathParameter', 'any text is right'],
  ['deleteBook.method', 'the path has its clause already'],
  ['saveNotice.emptyBody', 'the body may be left out'],
  ['saveNotice.text.atMinLength', 'a text with a given beginning is longer'],
  ['addBook.binding.maxLength', 'it has no such limit'],
  ['signIn.minimal', 'signing in is a clause of its own'],
  ['signIn.none.security', 'it needs no sign-in'],
  ['signOut.200.noBody', 'a body is no violation'],
  ['deleteBook.full', 'there is nothing optional'],
  ['saveNotice.taken', 'a save is no create'],
  ['listBooks.permission', 'everybody may'],
  ['saveNotice.200.colour.propertyPresent', 'it is optional'],
])('there is no clause library.%s: %s', (id) => {
  expect(byId.has(`library.${id}`)).toBe(false);
});

test('a clause is a sentence that names property and limit', () => {
  expect(byId.get('library.addBook.isbn.maxLength')?.text).toBe(
    'addBook: a request whose isbn has more than 13 characters is answered with 400.',
  );
  expect(byId.get('library.addBook.title.type')?.text).toBe(
    'addBook: a request whose title is not of type string is answered with 400 naming the property at /wrong/*/member.',
  );
  for (const { text } of contract.clauses) expect(text).toMatch(/^\w+: .*\w.*\.$/);
});

test('a contract is plain data', () => {
  expect(structuredClone(contract)).toEqual(contract);
});

function outcome(allow: readonly object[], row: string): NonNullable<Clause['outcome']> {
  return { allow, warn: [], binding: 'MUST', source: [row] } as NonNullable<Clause['outcome']>;
}
