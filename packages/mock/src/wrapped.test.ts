import { expect, test } from 'vitest';
import { createMock } from './createMock.ts';

const text = { type: 'string', description: 'A text.' };
const schema = { type: 'object', properties: { id: { ...text, readOnly: true }, name: text } };
const error = {
  description: 'Wrong.',
  'x-body': 'any',
  'x-error': { name: 'Wrong' },
  'x-source': 'TEAMS-A',
};
const kinds = [
  'mediaType',
  'malformedJson',
  'emptyBody',
  'bodyType',
  'type',
  'nullOptional',
  'unknownProperty',
  'responseOnly',
  'transfer',
  'method',
  'head',
];

test('what wraps a new thing of which nothing was sent holds no example of it, and no error', async () => {
  const answer = {
    description: 'Made.',
    'x-source': 'TEAMS-A',
    content: {
      'application/json': {
        schema: {
          type: 'object',
          required: ['team'],
          properties: { team: { $ref: '#/components/schemas/Team' }, error: text },
        },
      },
    },
  };
  const document = {
    openapi: '3.1.1',
    info: { title: 'Teams', version: '1' },
    servers: [{ url: 'https://teams.example.net' }],
    security: [],
    'x-api': 'teams',
    'x-resources': {
      team: { key: 'id', schema: '#/components/schemas/Team', rules: { kept: 'TEAMS-A' } },
    },
    'x-outcomes': Object.fromEntries(
      kinds.map((kind) => [kind, { allow: ['4XX'], source: 'TEAMS-A' }]),
    ),
    paths: {
      '/teams': {
        post: {
          operationId: 'addTeam',
          'x-action': { create: 'team', at: '/team' },
          'x-source': 'TEAMS-A',
          requestBody: {
            content: {
              'application/json': { schema: { type: 'object', properties: { name: text } } },
            },
          },
          responses: { 200: answer, 400: error },
        },
      },
    },
    components: { schemas: { Team: { ...schema, 'x-source': 'TEAMS-A' } } },
  };
  const mock = createMock({
    document,
    deployment: { parents: {}, users: {}, settings: {} },
    environment: {},
  });
  const response = await mock.fetch('https://teams.example.net/teams', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect(await response.json()).toEqual({ team: { id: expect.any(String) as string } });
});
