const book = {
  type: 'object',
  title: 'Book',
  required: ['isbn', 'title', 'shelf'],
  properties: {
    isbn: { type: 'string', description: 'Its number.', 'x-source': 'LIB-ISBN' },
    title: { type: 'string', description: 'Its title.', 'x-source': 'LIB-TITLE' },
    shelf: { type: 'string', description: 'Where it stands.', 'x-source': 'LIB-SHELF' },
  },
  'x-source': 'LIB-BOOK',
};

const sent = (required: readonly string[], isbn: object) => ({
  description: 'A book.',
  required: true,
  'x-source': 'LIB-BOOK',
  content: {
    'application/json': {
      schema: {
        type: 'object',
        title: 'BookSent',
        required,
        'x-source': 'LIB-BOOK',
        properties: {
          ...isbn,
          title: {
            type: 'string',
            maxLength: 20,
            description: 'Its title.',
            'x-source': 'LIB-TITLE',
          },
          shelf: {
            type: 'string',
            default: 'A1',
            description: 'Its shelf.',
            'x-source': 'LIB-SHELF',
          },
        },
      },
    },
  },
});

const answer = (schema: object) => ({
  description: 'Done.',
  'x-source': 'LIB-BOOK',
  content: { 'application/json': { schema } },
});

const error = (name: string) => ({
  description: 'Not done.',
  'x-source': 'LIB-ERROR',
  'x-error': { name, retry: false },
  content: {
    'application/json': {
      schema: {
        type: 'object',
        title: `${name}Body`,
        required: ['reason'],
        'x-source': 'LIB-ERROR',
        properties: { reason: { type: 'string', description: 'Why.', 'x-source': 'LIB-ERROR' } },
      },
      examples: { one: { value: { reason: `${name}, as documented.` } } },
    },
  },
});

const operation = (id: string, action: object, responses: object, more: object = {}) => ({
  operationId: id,
  summary: `${id}.`,
  description: `Does ${id}.`,
  tags: ['Books'],
  'x-source': 'LIB-BOOK',
  'x-action': action,
  ...('create' in action ? {} : { 'x-repeatable': true }),
  ...more,
  responses: { ...responses, '400': error('Wrong'), '404': error('Missing') },
});

/** The document of an API with ordinary behaviour: a shelf of books that anybody may change. */
export const library = {
  openapi: '3.1.0',
  info: { title: 'A library', version: '1.0.0', description: 'Books.' },
  servers: [{ url: 'https://library.example/v1', description: 'The only one.' }],
  tags: [{ name: 'Books', description: 'Books.' }],
  security: [],
  'x-api': 'library',
  'x-errors': { members: ['reason'], paired: false, source: 'LIB-ERROR' },
  'x-resources': {
    book: {
      key: 'isbn',
      schema: '#/components/schemas/Book',
      rules: { kept: 'LIB-BOOK', listed: 'LIB-BOOK' },
    },
  },
  'x-outcomes': Object.fromEntries(
    [
      'mediaType',
      'malformedJson',
      'emptyBody',
      'bodyType',
      'required',
      'type',
      'nullRequired',
      'nullOptional',
      'maxLength',
      'pathParameter',
    ]
      .map((kind): [string, object] => [kind, { allow: [400], source: 'LIB-ERROR' }])
      .concat([
        ['existence', { allow: [404], source: 'LIB-ERROR' }],
        ['taken', { allow: [409], source: 'LIB-ERROR' }],
        ['method', { allow: [405], source: 'LIB-ERROR' }],
        ['unknownMember', { allow: ['accepted'], source: 'LIB-BOOK' }],
      ]),
  ),
  paths: {
    '/books': {
      get: operation(
        'listBooks',
        { list: 'book', at: '/books' },
        {
          '200': answer({
            type: 'object',
            title: 'Books',
            required: ['books'],
            'x-source': 'LIB-BOOK',
            properties: {
              books: {
                type: 'array',
                description: 'All.',
                items: { $ref: '#/components/schemas/Book' },
                'x-source': 'LIB-BOOK',
              },
            },
          }),
        },
      ),
      post: operation(
        'addBook',
        { create: 'book' },
        { '201': answer({ $ref: '#/components/schemas/Book' }), '409': error('Taken') },
        {
          requestBody: sent(['isbn', 'title'], {
            isbn: { type: 'string', description: 'Its number.', 'x-source': 'LIB-ISBN' },
          }),
        },
      ),
    },
    '/books/{isbn}': {
      parameters: [
        {
          name: 'isbn',
          in: 'path',
          required: true,
          description: 'Its number.',
          'x-source': 'LIB-ISBN',
          schema: { type: 'string' },
        },
      ],
      get: operation(
        'getBook',
        { read: 'book' },
        { '200': answer({ $ref: '#/components/schemas/Book' }) },
      ),
      put: operation(
        'replaceBook',
        { replace: 'book' },
        { '204': { description: 'Replaced.', 'x-source': 'LIB-BOOK' } },
        { requestBody: sent(['title'], {}) },
      ),
      delete: operation(
        'removeBook',
        { delete: 'book' },
        { '204': { description: 'Gone.', 'x-source': 'LIB-BOOK' } },
      ),
    },
  },
  components: { schemas: { Book: book } },
};
