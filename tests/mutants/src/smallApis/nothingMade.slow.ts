import { expect, test } from 'vitest';
import { smallApi, smallDocument, strictRun, type Editable } from './smallApi.ts';

test('where no request can create anything, the run is not conformant', async () => {
  const document = await smallDocument('notes');
  const { schemas } = document['components'] as { schemas: { Note: { properties: Editable } } };
  // No text is right.
  schemas.Note.properties['text'] = {
    type: 'string',
    minLength: 60,
    pattern: '^x{1,3}$',
    description: 'What it says.',
  };
  const outcomes = document['x-outcomes'] as Editable;
  outcomes['pattern'] = outcomes['maxLength'];
  outcomes['minLength'] = outcomes['maxLength'];
  const api = smallApi(document);
  const mock = api.mock();
  const { verdict, coverage, checks } = await strictRun(api, mock);
  const made = mock.requests.filter(
    ({ operation, reply }) => operation === 'addNote' && reply.status === 201,
  );
  expect(made).toEqual([]);
  expect(verdict).not.toBe('conformant');
  expect(coverage.run).toBeLessThan(coverage.clauses);
  // What is about something that exists was not seen, and is not passed; that a list of nothing is right, was.
  const passed = checks.filter(({ status }) => status === 'passed').map(({ id }) => id);
  expect(passed.filter((id) => /\.note\.|\.(?:minimal|full)/.test(id))).toEqual([
    'notes.listNotes.minimal/first',
  ]);
  const reasons = checks.map(({ reason }) => reason);
  expect(reasons).toContainEqual(
    expect.stringMatching(
      /^no right request is known to check with: addNote: a request whose text/,
    ),
  );
});
