import { contractOf } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { describeApi } from './describeApi.ts';

/** An API of rooms whose list takes these parameters, and shows this beside its rooms. */
function roomsWith(parameters: Readonly<Record<string, object>>, beside: object = {}): object {
  const room = {
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string' },
      floor: { type: 'integer' },
      doors: { type: 'array', items: { type: 'string' } },
    },
  };
  const content = (schema: object): object => ({ content: { 'application/json': { schema } } });
  const answers = (status: string, schema: object): object => ({
    responses: { [status]: { description: 'So it is.', ...content(schema) } },
  });
  const name = { name: 'name', in: 'path', required: true, schema: { type: 'string' } };
  const rooms = {
    type: 'object',
    properties: {
      rooms: { type: 'array', items: { $ref: '#/components/schemas/Room' } },
      ...beside,
    },
  };
  return {
    openapi: '3.1.0',
    info: { title: 'Rooms', version: '1' },
    paths: {
      '/rooms': {
        get: {
          operationId: 'listRooms',
          parameters: Object.entries(parameters).map(([one, schema]) => ({
            name: one,
            in: 'query',
            schema,
          })),
          ...answers('200', rooms),
        },
        post: {
          operationId: 'addRoom',
          requestBody: { required: true, ...content({ $ref: '#/components/schemas/Room' }) },
          ...answers('201', { $ref: '#/components/schemas/Room' }),
        },
      },
      '/rooms/{name}': {
        parameters: [name],
        get: {
          operationId: 'getRoom',
          ...answers('200', { $ref: '#/components/schemas/Room' }),
        },
      },
    },
    components: { schemas: { Room: room } },
  };
}

const count = { type: 'integer' };
const text = { type: 'string' };

test.each([
  ['offset', { limit: count, offset: count }, {}, { by: 'offset', from: 'offset', first: 0 }],
  [
    'page',
    { per_page: { ...count, default: 20, maximum: 100 }, page: { ...count, minimum: 0 } },
    {},
    { limit: 'per_page', by: 'page', from: 'page', first: 0, usual: 20, most: 100 },
  ],
  [
    'cursor',
    { pageSize: count, pageToken: text },
    { nextPageToken: text },
    { limit: 'pageSize', by: 'cursor', from: 'pageToken', next: '/nextPageToken' },
  ],
  [
    'cursor inside',
    { limit: count, cursor: text },
    { meta: { type: 'object', properties: { next_cursor: text } } },
    { by: 'cursor', next: '/meta/next_cursor' },
  ],
  [
    'a whole URL',
    { limit: count, offset: count },
    { next: { ...text, format: 'uri' } },
    { by: 'offset', from: 'offset', next: '/next', link: 'whole' },
  ],
  [
    'page beside a range',
    { min: count, max: count, first: count, page: count, limit: count },
    {},
    { limit: 'limit', by: 'page', from: 'page' },
  ],
  ['rarer names', { max: count, first: count }, {}, { limit: 'max', by: 'offset', from: 'first' }],
])('pages by %s are seen in the names, and a guess says so', (_, parameters, beside, paging) => {
  const { document, remarks, problems } = describeApi(
    roomsWith(parameters, beside) as never,
    'rooms',
  );
  expect(problems).toEqual([]);
  const contract = contractOf(document);
  const list = contract.operations.find(({ id }) => id === 'listRooms');
  expect(list?.paging).toMatchObject(paging);
  expect(contract.clauses.map(({ kind }) => kind)).toContain('paged');
  expect(remarks.all).toContainEqual({
    kind: 'guess',
    path: ['paths', '/rooms', 'get'],
    text: expect.stringMatching(/^the list of room has pages: /),
  });
});

test.each([
  [
    { per_page: count, page: count },
    { by: 'page', from: 'page', next: 'Link', link: 'whole' },
  ],
  [
    { per_page: count, after: text },
    { by: 'cursor', from: 'after', next: 'Link', link: 'whole' },
  ],
])('a documented header Link leads to the next page, beside %o', (parameters, paging) => {
  const foreign = roomsWith(parameters) as unknown as Editable;
  const { responses } = foreign['paths']?.['/rooms']?.['get'] ?? {};
  Object.assign((responses as Record<string, object>)['200'] ?? {}, {
    headers: { link: { description: 'To other pages.', schema: text } },
  });
  const { document, problems } = describeApi(foreign as never, 'rooms');
  expect(problems).toEqual([]);
  const list = contractOf(document).operations.find(({ id }) => id === 'listRooms');
  expect(list?.paging).toMatchObject(paging);
});

test('a parameter that is called like a plain property asks for its value; others do not', () => {
  const parameters = { floor: count, doors: text, sort: text };
  const { document, remarks } = describeApi(roomsWith(parameters) as never, 'rooms');
  const list = contractOf(document).operations.find(({ id }) => id === 'listRooms');
  expect(list).toMatchObject({ filters: { floor: 'floor' } });
  expect(list?.paging).toBeUndefined();
  expect(remarks.all.map((one) => one.text)).toContain(
    'floor asks for those of room whose floor is exactly that',
  );
});

test('what contains itself can join', () => {
  const given = roomsWith({}) as { components: { schemas: Record<string, object> } };
  const rooms = { type: 'array', items: { $ref: '#/components/schemas/Room' } };
  const { Room = {} } = given.components.schemas;
  Object.assign((Room as { properties: object }).properties, { rooms });
  const { document, problems } = describeApi(given as never, 'rooms');
  expect(problems).toEqual([]);
  const names = contractOf(document).resources.flatMap(({ properties }) =>
    properties.map(({ name }) => name),
  );
  expect(names).toContain('rooms[].rooms[]');
  expect(names).not.toContain('rooms[].rooms[].name');
});

test('a page that nobody can make small is no page', () => {
  const { document } = describeApi(roomsWith({ page: count }) as never, 'rooms');
  const list = contractOf(document).operations.find(({ id }) => id === 'listRooms');
  expect(list?.paging).toBeUndefined();
});

type Editable = Record<string, Record<string, Record<string, Record<string, unknown>>>>;

test('a parameter that two lists share asks for a property only where that one is shown', () => {
  const foreign = roomsWith({ floor: count }) as unknown as Editable;
  const { Room } = foreign['components']?.['schemas'] ?? {};
  const paths = foreign['paths'] ?? {};
  Object.assign(foreign['components'] ?? {}, {
    parameters: { Floor: { name: 'floor', in: 'query', schema: count } },
  });
  Object.assign(paths['/rooms']?.['get'] ?? {}, {
    parameters: [{ $ref: '#/components/parameters/Floor' }],
  });
  const written = JSON.stringify(paths);
  const doors = written.replaceAll('room', 'door').replaceAll('Room', 'Door');
  Object.assign(paths, JSON.parse(doors));
  const { floor: _, ...others } = { ...Object(Room?.['properties']) } as Record<string, object>;
  Object.assign(foreign['components']?.['schemas'] ?? {}, {
    Door: { ...Room, properties: others },
  });
  const { document, problems } = describeApi(foreign as never, 'rooms');
  expect(problems).toEqual([]);
  const filters = contractOf(document).operations.map(({ id, filters: found }) => [id, found]);
  expect(filters).toContainEqual(['listRooms', { floor: 'floor' }]);
  expect(filters).toContainEqual(['listDoors', undefined]);
});

test('the next cursor may stand in a part of a response', () => {
  const foreign = roomsWith({ limit: count, cursor: text }, { next: text }) as unknown as Editable;
  const answered = foreign['paths']?.['/rooms']?.['get']?.['responses'] as Record<
    string,
    { content: Record<string, { schema: { properties: Record<string, unknown> } }> }
  >;
  const media = answered['200']?.content['application/json'];
  const { rooms, next } = media?.schema.properties ?? {};
  Object.assign(media ?? {}, {
    schema: {
      type: 'object',
      properties: { rooms },
      allOf: [{ type: 'object', properties: { next } }],
    },
  });
  const { document, problems } = describeApi(foreign as never, 'rooms');
  expect(problems).toEqual([]);
  const list = contractOf(document).operations.find(({ id }) => id === 'listRooms');
  expect(list?.paging).toMatchObject({ by: 'cursor', next: '/next' });
});

test.each([
  ['a free text that requests have', 'name', text, '', undefined],
  ['one that its description calls exact', 'name', text, 'The exact name.', 'name'],
  ['one that is exact if another says so', 'name', text, 'A part, or exact if so.', undefined],
  ['one of few', 'name', { ...text, enum: ['a', 'b'] }, '', 'name'],
  ['a number', 'floor', count, '', 'floor'],
  ['a text that only the server writes', 'state', text, '', 'state'],
])('%s is asked for as a whole, or it is a question', (_, name, schema, description, property) => {
  const foreign = roomsWith({}) as unknown as Editable;
  const list = foreign['paths']?.['/rooms']?.['get'] ?? {};
  list['parameters'] = [{ name, in: 'query', schema, description }];
  const sent = structuredClone(foreign['components']?.['schemas']?.['Room'] ?? {});
  const shown = foreign['components']?.['schemas'] ?? {};
  Object.assign(Object(shown['Room']?.['properties']) as object, { state: text });
  Object.assign(shown, { Sent: sent });
  Object.assign(Object(foreign['paths']?.['/rooms']?.['post']?.['requestBody']) as object, {
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Sent' } } },
  });
  const { document, remarks, problems } = describeApi(foreign as never, 'rooms');
  expect(problems).toEqual([]);
  const found = contractOf(document).operations.find(({ id }) => id === 'listRooms');
  expect(found?.filters).toEqual(property === undefined ? undefined : { [name]: property });
  const questions = remarks.all.filter(({ kind }) => kind === 'question').map((one) => one.text);
  expect(
    questions.some((one) => /^does name ask for those of room .* or only contains it/.test(one)),
  ).toBe(property === undefined);
});

test('what a list calls its first thing is asked where a name leaves it open', () => {
  const questionsOf = (schema: object): string =>
    describeApi(roomsWith({ count, startIndex: schema }) as never, 'rooms')
      .remarks.all.filter(({ kind }) => kind === 'question')
      .map(({ text: said }) => said)
      .join();
  expect(questionsOf(count)).toContain('does startIndex count from 0 or from 1?');
  expect(questionsOf({ ...count, minimum: 1 })).not.toContain('startIndex');
});

test('by the standard of its media type, a list counts from 1', () => {
  const given = JSON.stringify(roomsWith({ count, startIndex: count })).replaceAll(
    'application/json',
    'application/scim+json',
  );
  const { document, problems } = describeApi(JSON.parse(given) as never, 'rooms');
  expect(problems).toEqual([]);
  expect(
    contractOf(document).operations.find(({ id }) => id === 'listRooms')?.paging,
  ).toMatchObject({ by: 'offset', from: 'startIndex', first: 1 });
});

test('a range of values asks for no page', () => {
  const parameters = { min: count, max: count, offset: count };
  const { document } = describeApi(roomsWith(parameters) as never, 'rooms');
  const list = contractOf(document).operations.find(({ id }) => id === 'listRooms');
  expect(list?.paging).toBeUndefined();
});
