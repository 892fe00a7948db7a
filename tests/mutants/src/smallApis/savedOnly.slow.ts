import { expect, test } from 'vitest';
import { smallApi, smallDocument, strictRun, type Editable } from './smallApi.ts';

/** Notes that only a PUT makes, in pages that count their first note as 1, and by their text. */
async function savedNotes(): Promise<Editable> {
  const document = await smallDocument('notes');
  const { paths, 'x-outcomes': outcomes } = document as {
    readonly paths: Record<string, Record<string, Editable>>;
    readonly 'x-outcomes': Editable;
  } & Editable;
  const { put = {} } = paths['/notes/{name}'] ?? {};
  const responses = put['responses'] as Editable;
  put['x-action'] = { save: 'note' };
  put['responses'] = { '201': responses['200'], ...responses };
  const { get = {} } = paths['/notes'] ?? {};
  paths['/notes'] = { get };
  delete outcomes['taken'];
  outcomes['minimum'] = { allow: [400], source: 'NOTES-ERROR' };
  const resources = document['x-resources'] as Record<string, { readonly rules: Editable }>;
  Object.assign(resources['note']?.rules ?? {}, { paged: 'NOTES-KEPT', filtered: 'NOTES-KEPT' });
  const parameter = (name: string, schema: object, more: object = {}): object => ({
    name,
    in: 'query',
    description: name,
    'x-source': 'NOTES-LIST',
    ...more,
    schema,
  });
  get['x-paging'] = { limit: 'count', offset: 'startIndex' };
  get['parameters'] = [
    parameter('count', { type: 'integer', minimum: 1, default: 3 }),
    parameter('startIndex', { type: 'integer', minimum: 1 }),
    parameter('word', { type: 'string' }, { 'x-filter': 'text' }),
  ];
  Object.assign(get['responses'] as Editable, { '400': { $ref: '#/components/responses/Wrong' } });
  return document;
}

test('pages and filters of what only a PUT makes are verified', async () => {
  const api = smallApi(await savedNotes());
  const { verdict, clauses } = await strictRun(api, api.mock());
  expect(verdict).toBe('conformant');
  const about = clauses.filter(({ kind }) => kind === 'paged' || kind === 'filtered');
  expect(about.map(({ kind, status }) => `${kind} ${status}`).toSorted()).toEqual([
    'filtered passed',
    'paged passed',
  ]);
});

test('an offset that counts from 1 asks for each element once', async () => {
  const names = Array.from({ length: 7 }, (_, index) => `n${index}`);
  const notes = Object.fromEntries(names.map((name) => [name, { name, text: 'Some.' }]));
  const mock = smallApi(await savedNotes()).mock({ seed: { resources: { note: { '': notes } } } });
  await using running = await mock.start();
  const [token] = Object.entries(mock.demo.environment).flatMap(([name, value]) =>
    name.endsWith('_TOKEN') ? [value] : [],
  );
  const shown = async (from: number): Promise<readonly string[]> => {
    const url = `${running.url}/notes?count=3&startIndex=${from}`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    const body = (await response.json()) as {
      readonly notes: readonly { readonly name: string }[];
    };
    return body.notes.map(({ name }) => name);
  };
  expect([...(await shown(1)), ...(await shown(4)), ...(await shown(7))]).toEqual(names);
});
