import { contractOf, operationTable, type OperationTable } from '@oidc-admin/contract';

/*
 * A small API that exists for the tests of this package only: what the engine promises must hold for
 * any API, so none of the real ones is named here.
 */
const error = (status: number, name: string, retry: boolean) => [
  String(status),
  {
    description: name,
    'x-error': { name, retry },
    content: {
      'application/json': {
        schema: {
          title: 'Failure',
          type: 'object',
          properties: { kind: { type: 'string' }, message: { type: 'string' } },
        },
      },
    },
  },
];

const errors = Object.fromEntries([
  error(400, 'BadInput', false),
  error(401, 'SignInNeeded', false),
  error(403, 'NotAllowed', false),
  error(404, 'NoSuchNote', false),
  error(429, 'TooFast', true),
  error(500, 'Broken', true),
]);

const note = {
  title: 'Note',
  type: 'object',
  required: ['id'],
  properties: {
    id: { type: 'string' },
    text: { type: 'string' },
    seal: { type: 'string', 'x-sensitive': true },
    parts: {
      type: 'array',
      items: {
        type: 'object',
        title: 'Part',
        properties: { seal: { type: 'string', 'x-sensitive': true } },
      },
    },
  },
};

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const path = {
  name: 'id',
  in: 'path',
  required: true,
  schema: { type: 'string', pattern: '^[^ ]+$', maxLength: 50 },
};
const query = (name: string, more: object = {}) => ({
  name,
  in: 'query',
  schema: { type: 'string' },
  ...more,
});

const document = {
  openapi: '3.1.0',
  info: { title: 'Notes', version: '1' },
  servers: [{ url: 'https://notes.example/base' }],
  security: [{ token: [] }],
  'x-api': 'notes',
  'x-errors': { header: 'x-failure', members: ['kind'], paired: false, source: 'NOTES-ROW' },
  'x-resources': { note: { key: 'id', schema: '#/components/schemas/Note', rules: {} } },
  'x-outcomes': Object.fromEntries(
    ['pathParameter', 'required', 'type', 'pattern', 'maxLength', 'security', 'taken'].map(
      (kind) => [kind, { allow: [400], source: 'NOTES-ROW' }],
    ),
  ),
  paths: {
    '/notes/{id}': {
      parameters: [path],
      get: {
        operationId: 'getNote',
        'x-source': 'NOTES-ROW',
        'x-action': { changes: 'nothing' },
        'x-repeatable': true,
        parameters: [
          { name: 'X-Note-Mode', in: 'header', schema: { type: 'string' } },
          query('view'),
          query('key', { 'x-sensitive': true }),
        ],
        responses: { 200: { description: 'The note', ...json(note) }, ...errors },
      },
      put: {
        operationId: 'saveNote',
        'x-source': 'NOTES-ROW',
        'x-action': { changes: 'nothing' },
        'x-repeatable': true,
        requestBody: { required: true, ...json(note) },
        responses: { 200: { description: 'Saved' }, ...errors },
      },
    },
    '/notes': {
      post: {
        operationId: 'addNote',
        'x-source': 'NOTES-ROW',
        'x-action': { create: 'note' },
        requestBody: { required: true, ...json(note) },
        responses: { 201: { description: 'Added', ...json(note) }, ...errors },
      },
    },
    '/search': {
      get: {
        operationId: 'search',
        'x-source': 'NOTES-ROW',
        'x-action': { changes: 'nothing' },
        'x-repeatable': true,
        'x-sensitive': true,
        parameters: [query('words')],
        responses: {
          200: { description: 'Found', ...json({ type: 'object', title: 'Found' }) },
          ...errors,
        },
      },
    },
    '/ping': {
      get: {
        operationId: 'ping',
        'x-source': 'NOTES-ROW',
        security: [],
        'x-action': { changes: 'nothing' },
        'x-repeatable': true,
        responses: {
          200: { description: 'There', ...json({ type: 'object', title: 'Pong' }) },
          ...errors,
        },
      },
    },
  },
  components: {
    schemas: { Note: note },
    securitySchemes: {
      token: {
        type: 'apiKey',
        in: 'header',
        name: 'Authorization',
        'x-sensitive': true,
        'x-source': 'NOTES-ROW',
        'x-credentials': {
          kind: 'session',
          source: 'NOTES-ROW',
          wrong: { none: { allow: [401], source: 'NOTES-ROW' } },
        },
      },
    },
  },
};

/** The table of the test's API. */
export const notesTable: OperationTable = operationTable(contractOf(document));
