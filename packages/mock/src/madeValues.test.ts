import { expect, test } from 'vitest';
import { createMock } from './createMock.ts';
import { shelfDocument } from './fixtures/library.ts';

type Editable = Record<string, Record<string, Record<string, Record<string, unknown>>>>;

const made = { readOnly: true, description: 'Made.', 'x-source': 'LIB-BOOK' };
const flag = { ...made, type: 'boolean' };
const state = {
  lost: flag,
  lent: flag,
  shown: { ...flag, default: true },
  condition: { ...made, type: 'string', enum: ['worn', 'new'] },
  dueAt: { ...made, type: ['string', 'null'], format: 'date-time' },
  returnedAt: {
    ...made,
    anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }],
  },
  origin: { ...made, type: 'string', enum: ['bought', 'given'] },
};

/** A library that says of each book in which state it is, with an example of a new one, what it has removed, and that it has changed one. */
function library() {
  const document = structuredClone(shelfDocument) as unknown as Editable;
  const { Book } = document['components']?.['schemas'] ?? {};
  Object.assign(Book?.['properties'] ?? {}, state);
  const { post } = document['paths']?.['/books'] ?? {};
  const responses = post?.['responses'] as Editable;
  Object.assign(responses['201']?.['content']?.['application/json'] ?? {}, {
    example: { isbn: '9', title: 'Nine', lent: true, condition: 'new', origin: 'stolen' },
  });
  const { delete: removing } = document['paths']?.['/books/{isbn}'] ?? {};
  const text = { type: 'string', description: 'Of the book.', examples: ['an example'] };
  const schema = {
    type: 'object',
    properties: {
      removed: { type: 'object', properties: { isbn: text, title: text, other: text } },
    },
  };
  const removed = { description: 'Removed.', content: { 'application/json': { schema } } };
  const { '204': _, ...errors } = (removing?.['responses'] ?? {}) as Record<string, object>;
  Object.assign(removing ?? {}, {
    responses: { ...errors, '200': { ...removed, 'x-source': 'LIB-BOOK' } },
  });
  const { put: changing } = document['paths']?.['/books/{isbn}'] ?? {};
  const shown = { type: 'object', properties: { message: text, count: { type: 'integer' } } };
  const { '204': __, ...refusals } = (changing?.['responses'] ?? {}) as Record<string, object>;
  const changed = {
    description: 'Changed.',
    'x-source': 'LIB-BOOK',
    content: { 'application/json': { schema: shown } },
  };
  Object.assign(changing ?? {}, { responses: { ...refusals, '200': changed } });
  return createMock({
    document,
    deployment: { parents: {}, users: {}, settings: {} },
    environment: {},
  });
}

async function bodyOf(
  { fetch }: Pick<ReturnType<typeof library>, 'fetch'>,
  method: string,
  path: string,
  body?: object,
): Promise<unknown> {
  const response = await fetch(`http://library.example/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  return response.json();
}

const fresh = {
  isbn: '1',
  title: 'Emma',
  lost: false,
  lent: true,
  shown: true,
  condition: 'new',
  dueAt: null,
  returnedAt: null,
  origin: 'bought',
};

test('what a server makes is as in something new: as the example of a create shows it, else not yet happened', async () => {
  const mock = library();
  expect(await bodyOf(mock, 'POST', '/books', { isbn: '1', title: 'Emma' })).toMatchObject(fresh);
  expect(await bodyOf(mock, 'GET', '/books/1')).toMatchObject(fresh);
});

test('the response to a delete names what was deleted, and no example', async () => {
  const mock = library();
  for (const isbn of ['1', '2']) await bodyOf(mock, 'POST', '/books', { isbn, title: `T${isbn}` });
  expect(await bodyOf(mock, 'DELETE', '/books/2')).toEqual({ removed: { isbn: '2', title: 'T2' } });
});

test('a response that shows nothing of what was changed has its message', async () => {
  const mock = library();
  await bodyOf(mock, 'POST', '/books', { isbn: '1', title: 'Emma' });
  expect(await bodyOf(mock, 'PUT', '/books/1', { title: 'Emma' })).toEqual({
    message: 'an example',
    count: 1,
  });
});
