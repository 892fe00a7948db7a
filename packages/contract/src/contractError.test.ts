import { expect, test } from 'vitest';
import { ContractError } from './contractError.ts';
import { contractOf } from './contractOf.ts';
import { library } from './fixtures/library.ts';
import { pointerSteps } from './pointer.ts';

/** Sets, or with undefined deletes, what is at a JSON pointer of a document. */
function set(pointer: string, value: unknown): (document: Record<string, unknown>) => void {
  return (document) => {
    const steps = pointerSteps(pointer);
    const last = steps.at(-1) ?? '';
    const parent = steps.slice(0, -1).reduce<Record<string, unknown>>((node, step) => {
      const next = node[step];
      if (typeof next !== 'object' || next === null) throw new Error(`${pointer}: no ${step}`);
      return next as Record<string, unknown>;
    }, document);
    if (value === undefined) delete parent[last];
    else parent[last] = value;
  };
}

const add = '/paths/~1books/post';
const addSchema = `${add}/requestBody/content/application~1json/schema`;
const isbn = `${addSchema}/anyOf/0/properties/isbn`;

const mistakes: readonly [string, string, unknown, string, RegExp][] = [
  [
    'a dangling reference',
    `${add}/responses/400`,
    { $ref: '#/components/responses/Nothing' },
    `${add}/responses/400`,
    /names nothing/,
  ],
  [
    'a reference to another document',
    `${add}/responses/400`,
    { $ref: 'errors.yaml#/Error' },
    `${add}/responses/400`,
    /leaves the document/,
  ],
  [
    'a schema that is a part of itself',
    '/components/schemas/Book/allOf',
    [{ $ref: '#/components/schemas/Book' }],
    '/components/schemas/Book',
    /contains itself/,
  ],
  ['a quoted readOnly', `${isbn}/readOnly`, 'true', `${isbn}/readOnly`, /boolean/],
  ['a quoted writeOnly', `${isbn}/writeOnly`, 'true', `${isbn}/writeOnly`, /boolean/],
  ['a union of nothing', `${isbn}/anyOf`, [], `${isbn}/anyOf`, /fewer than 1/],
  ['examples that are no list', `${isbn}/examples`, 'a', `${isbn}/examples`, /array/],
  ['no operationId', `${add}/operationId`, undefined, add, /operationId/],
  ['an operationId twice', `${add}/operationId`, 'listBooks', add, /second operation listBooks/],
  ['no x-action', `${add}/x-action`, undefined, add, /x-action/],
  [
    'an unknown resource',
    `${add}/x-action`,
    { create: 'film' },
    `${add}/x-action`,
    /no resource film/,
  ],
  ['an unknown extension key', `${add}/x-colour`, 'red', `${add}/x-colour`, /no extension key/],
  [
    'an extension key at a wrong place',
    '/components/schemas/Book/x-action',
    { list: 'book' },
    '/components/schemas/Book/x-action',
    /does not stand on a schema, only on operation/,
  ],
  [
    'an extension key at the information',
    '/info/x-source',
    'LIB-INFO',
    '/info/x-source',
    /does not stand on this object/,
  ],
  [
    'an extension key that breaks its schema',
    `${isbn}/x-untested`,
    ['blank'],
    `${isbn}/x-untested/0`,
    /allowed values/,
  ],
  ['a source that is no row', `${add}/x-source`, 'the page', `${add}/x-source`, /pattern/],
  [
    'an outcome entry of an unknown kind',
    `${add}/x-outcomes`,
    { taken: { allow: ['ignored'] } },
    `${add}/x-outcomes/taken/allow/0`,
    /./,
  ],
  [
    'an outcome with a status that is not documented',
    `${add}/x-outcomes`,
    { taken: { allow: [418] } },
    add,
    /taken names 418, which addBook does not document/,
  ],
  [
    'a keyword without an outcome',
    '/x-outcomes/pattern',
    undefined,
    `${isbn}/pattern`,
    /what addBook may answer .* pattern/,
  ],
  ['a rule of access without an outcome', '/x-outcomes/permission', undefined, add, /permission/],
  [
    'a common error that stands for none',
    '/x-errors/common',
    { Busy: { status: [503], as: 'Nothing', source: 'LIB-ERRORS' } },
    '/x-errors/common/Busy/as',
    /no operation documents the error Nothing/,
  ],
  [
    'no source',
    '/paths/~1sessions/delete/x-source',
    undefined,
    '/paths/~1sessions/delete',
    /x-source is missing/,
  ],
  ['an unknown security scheme', `${add}/security`, [{ key: [] }], add, /no security scheme key/],
  [
    'an unknown role',
    `${add}/security`,
    [{ token: ['owner'] }],
    `${add}/security`,
    /no role owner/,
  ],
  [
    'two roles at once',
    `${add}/security`,
    [{ token: ['librarian', 'reader'] }],
    `${add}/security`,
    /requirement of its own/,
  ],
  [
    'a role beside every role',
    `${add}/security`,
    [{ token: [] }, { token: ['librarian'] }],
    `${add}/security`,
    /with a role and without one/,
  ],
  [
    'no success',
    '/paths/~1sessions/delete/responses/200',
    undefined,
    '/paths/~1sessions/delete',
    /no success/,
  ],
  [
    'a status that is none',
    `${add}/responses/40X`,
    { description: 'Any' },
    `${add}/responses/40X`,
    /40X/,
  ],
  [
    'a path parameter that is not described',
    '/paths/~1books~1{isbn}/parameters',
    [],
    '/paths/~1books~1{isbn}/get',
    /isbn is not described/,
  ],
  [
    'a path parameter that the path does not have',
    '/paths/~1books/parameters',
    [{ name: 'isbn', in: 'path', required: true, schema: { type: 'string' } }],
    '/paths/~1books/parameters/0',
    /has no {isbn}/,
  ],
  [
    'properties of one name that differ',
    `${addSchema}/anyOf/1/properties/isbn/maxLength`,
    10,
    `${addSchema}/anyOf/1/properties/isbn`,
    /isbn is not the same/,
  ],
  [
    'a required property that is not described',
    `${addSchema}/anyOf/0/required/2`,
    'colour',
    addSchema,
    /requires colour/,
  ],
  [
    'a keyword beside a reference and in it',
    '/components/schemas/Book/properties/author',
    { $ref: '#/components/schemas/Book/properties/title', maxLength: 3 },
    '/components/schemas/Book/properties/author',
    /maxLength stands beside/,
  ],
  ['a pattern that is none', `${isbn}/pattern`, '[', `${isbn}/pattern`, /regex/],
  [
    'a property name that cannot be addressed',
    '/components/schemas/Book/properties/a.b',
    {},
    '/components/schemas/Book/properties/a.b',
    /a\.b/,
  ],
  [
    'x-session with an unknown property',
    '/paths/~1sessions~1{kind}/post/x-session/password',
    'pass',
    '/paths/~1sessions~1{kind}/post',
    /no property pass/,
  ],
  [
    'x-present-when with something that cannot be sent',
    '/paths/~1books/get/responses/200/content/application~1json/schema/properties/hint/x-present-when',
    ['query.colour'],
    '/paths/~1books/get/responses/200/content/application~1json/schema/properties/hint',
    /no query\.colour/,
  ],
  [
    'x-normalised with a spelling beside the enum',
    `${addSchema}/anyOf/0/properties/binding/x-normalised`,
    { HARD: 'hard' },
    `${addSchema}/anyOf/0/properties/binding/x-normalised`,
    /HARD/,
  ],
  [
    'x-irrelevant-with an unknown property',
    '/components/schemas/Notice/properties/colour/x-irrelevant-with',
    'lnk',
    '/components/schemas/Notice/properties/colour/x-irrelevant-with',
    /no property lnk/,
  ],
  [
    'x-body beside content',
    '/components/responses/Error/x-body',
    'any',
    '/components/responses/Error',
    /x-body/,
  ],
  [
    'x-action that points at nothing',
    '/paths/~1books/get/x-action/at',
    '/films',
    '/paths/~1books/get/x-action/at',
    /nothing at \/films/,
  ],
  [
    'a list that is no list',
    '/paths/~1books/get/x-action',
    { list: 'book', at: '/hint' },
    '/paths/~1books/get/x-action/at',
    /is no list/,
  ],
  [
    'a resource without a schema',
    '/x-resources/book/schema',
    '#/components/schemas/Film',
    '/x-resources/book/schema',
    /names nothing/,
  ],
  [
    'a promise of secrets where no property is writeOnly',
    '/x-resources/notice/rules/neverReturned',
    'LIB-LOCK',
    '/x-resources/notice/rules/neverReturned',
    /writeOnly/,
  ],
  [
    'a resource with a misspelt key',
    '/x-resources/book/key',
    'isbm',
    '/x-resources/book/key',
    /isbm/,
  ],
  [
    'a resource that nothing acts on',
    '/x-resources/film',
    { key: 'isbn', schema: '#/components/schemas/Book', rules: {} },
    '/x-resources/film',
    /no operation/,
  ],
  [
    'a rule that is none',
    '/x-resources/book/rules/loved',
    'LIB-LOVED',
    '/x-resources/book/rules/loved',
    /loved/,
  ],
  [
    'a method that is not supported',
    '/paths/~1books/head',
    {
      operationId: 'headBooks',
      'x-action': { changes: 'nothing' },
      responses: { 200: { description: 'Yes' } },
    },
    '/paths/~1books/head',
    /HEAD/,
  ],
  [
    'a change of a part',
    '/paths/~1books/patch',
    {
      operationId: 'changeBook',
      'x-action': { replace: 'book' },
      'x-source': 'LIB-CHANGE',
      responses: { 200: { description: 'Changed' } },
    },
    '/paths/~1books/patch',
    /a PATCH changes a part of what is there, and x-action replace speaks of the whole/,
  ],
  [
    'a parent that nothing names',
    '/paths/~1books/parameters',
    [{ name: 'floor', in: 'path', required: true, 'x-source': 'LIB-ADD', schema: {} }],
    add,
    /path parameter floor, which is neither the key nor a parent of book; x-resources names all parents/,
  ],
  ['an object in place of a list', '/servers', {}, '/servers', /is not a list/],
];

test.each(mistakes)('%s is reported with its place', (_, pointer, value, at, reason) => {
  const document = library();
  set(pointer, value)(document);
  const { problems } = errorOf(document);
  expect(problems).toContainEqual({ pointer: at, reason: expect.stringMatching(reason) });
});

test.each([undefined, null, 1, 'text', [[]]])('a document that is %j is refused', (document) => {
  expect(errorOf(document).problems).toEqual([{ pointer: '', reason: 'is not an object' }]);
});

test('all mistakes are reported at once, and the message names each', () => {
  const document = library();
  set(`${add}/operationId`, undefined)(document);
  set('/paths/~1books/get/x-colour', 'red')(document);
  const error = errorOf(document);
  expect(error.problems).toHaveLength(2);
  expect(error.message.split('\n')).toEqual([
    expect.stringContaining('/paths/~1books/get/x-colour: '),
    expect.stringContaining(`${add}: `),
  ]);
});

function errorOf(document: unknown): ContractError {
  try {
    contractOf(document);
  } catch (error) {
    if (error instanceof ContractError) return error;
    throw error;
  }
  throw new Error('the document was taken');
}
