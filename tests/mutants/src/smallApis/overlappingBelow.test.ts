import type { JsonValue } from '@oidc-admin/contract';
import {
  childrenOf,
  createModel,
  explains,
  stateFrom,
  type ModelRequest,
  type ObservedExchange,
} from '@oidc-admin/model';
import { expect, test } from 'vitest';
import { smallApi, smallDocument, type Editable } from './smallApi.ts';

const document = await smallDocument('desks');
const paths = document['paths'] as Record<string, { readonly get: Editable }>;
paths['/ping'] = { get: { ...paths['/desks/{name}/state']?.get, operationId: 'ping' } };
const { contract } = smallApi(document);

const model = createModel(contract, {
  parents: {},
  users: {},
  settings: {},
  reachable: () => true,
  sessionTimeoutSeconds: Number.POSITIVE_INFINITY,
});

const note = { title: 'n1', text: 'Call back.', colour: 'green' };

function deskNamed(name: string): Record<string, JsonValue> {
  return { name, room: 'north' };
}

/** Three desks, a note on each. */
const before = stateFrom({
  resources: {
    desk: { '': { d1: deskNamed('d1'), d2: deskNamed('d2'), d3: deskNamed('d3') } },
    note: { d1: { n1: note }, d2: { n1: note }, d3: { n1: note } },
  },
  sessions: {},
});

/** All of them on their way at the same time. */
function together(
  ...requests: readonly (readonly [
    operation: string,
    path: Record<string, string>,
    status: number,
    body?: JsonValue,
  ])[]
): readonly ObservedExchange[] {
  return requests.map(([operation, path, status, body]) => {
    const isWrite = operation.startsWith('add');
    const request: ModelRequest = {
      operation,
      path,
      query: {},
      body: isWrite && body !== undefined ? { kind: 'json', value: body } : { kind: 'none' },
      ...(isWrite && { mediaType: 'application/json' }),
      caller: { kind: 'signed', role: '' },
      now: 0,
    };
    const headers: Record<string, string> =
      body === undefined ? {} : { 'content-type': 'application/json' };
    const bodyText = body === undefined ? '' : JSON.stringify(body);
    return { request, response: { status, headers, body, bodyText }, start: 0, end: 9 };
  });
}

const removed = (['d1', 'd2'] as const).map((name) => ['removeDesk', { name }, 204] as const);

test.each([
  ['alone', removed, []],
  ['and listed', [...removed, ['listDesks', {}, 200, [deskNamed('d3')]] as const], []],
  ['and made anew', [...removed, ['addDesk', {}, 201, deskNamed('d1')] as const], ['d1']],
])('what is deleted in overlapping requests takes what is below: %s', (_, requests, there) => {
  const found = explains(model, before, together(...requests));
  if (!found.explained) throw new Error(JSON.stringify(found.mismatches));
  const { state } = found;
  expect([...childrenOf(state, 'desk', '').keys()].toSorted()).toEqual([...there, 'd3']);
  const notes = ['d1', 'd2', 'd3'].map((name) => childrenOf(state, 'note', name).size);
  expect(notes).toEqual([0, 0, 1]);
});

test('a request that only asks leaves an order short that explains nothing', () => {
  const creates = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(
    (name) => ['addDesk', {}, 201, deskNamed(name)] as const,
  );
  const impossible = ['getDesk', { name: 'a' }, 200, { name: 'a', room: 'nowhere' }] as const;
  for (const asked of [
    ['ping', {}, 200, { free: true }],
    ['deskState', { name: 'd3' }, 200, { free: true }],
  ] as const) {
    const found = explains(model, before, together(...creates, impossible, asked));
    expect(found).toMatchObject({ explained: false, index: 7, order: [0] });
  }
});

test('who only asks below what is deleted meanwhile may find it or not', () => {
  const remove = ['removeDesk', { name: 'd1' }, 204] as const;
  const history = (status: number, body: JsonValue) =>
    together(['deskState', { name: 'd1' }, status, body], remove);
  expect(explains(model, before, history(200, { free: true })).explained).toBe(true);
  expect(explains(model, before, history(404, { error: 'No.' })).explained).toBe(true);
  const [asked, removal] = history(404, { error: 'No.' });
  if (asked === undefined || removal === undefined) throw new Error('there are two requests');
  const first = { ...asked, end: 3 };
  expect(explains(model, before, [first, { ...removal, start: 5 }]).explained).toBe(false);
});
