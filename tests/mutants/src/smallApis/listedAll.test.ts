import type { JsonValue } from '@oidc-admin/contract';
import { createModel, stateFrom } from '@oidc-admin/model';
import { expect, test } from 'vitest';
import { desksWithAll } from './desksWithAll.ts';
import { smallApi } from './smallApi.ts';

const { contract } = smallApi(await desksWithAll());
const model = createModel(contract, {
  parents: {},
  users: {},
  settings: {},
  reachable: () => true,
  sessionTimeoutSeconds: Number.POSITIVE_INFINITY,
});

function note(text: string): Record<string, JsonValue> {
  return { title: 'n1', text, colour: 'green' };
}

/** What is found of a list of all notes, where below two desks stands one with the same title. */
function differences(...list: readonly JsonValue[]): readonly string[] {
  const desk = (name: string): Record<string, JsonValue> => ({ name, room: 'north' });
  const state = stateFrom({
    resources: {
      desk: { '': { d1: desk('d1'), d2: desk('d2') } },
      note: { d1: { n1: note('A') }, d2: { n1: note('B') } },
    },
    sessions: {},
  });
  const request = {
    operation: 'listAll-notes',
    path: {},
    query: {},
    body: { kind: 'none' },
    caller: { kind: 'signed', role: '' },
    now: 0,
  } as const;
  const observed = {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: list,
    bodyText: JSON.stringify(list),
  };
  return model.judge(model.step(state, request), observed).mismatches.map(({ message }) => message);
}

test.each([
  ['A', 'B'],
  ['B', 'A'],
])('notes of one title below two desks are shown once each: %s, %s', (...texts) => {
  expect(differences(...texts.map((text) => note(text)))).toEqual([]);
});

test('a list that shows one of them twice lacks the other one', () => {
  const found = differences(note('A'), note('A'));
  expect(found).toEqual(['/1 is listed twice', ' lacks an element']);
});

test('a wrong one is compared with what no other element shows', () => {
  expect(differences(note('C'), note('A'))).toEqual([expect.stringContaining('/0/text')]);
  expect(differences(note('A'), note('B'), note('C'))).toEqual(['/2 is listed twice']);
});
