import { isObject, type JsonValue } from '@oidc-admin/contract';
import type { Fault } from '@oidc-admin/mock';
import type { FaultContext } from '@oidc-admin/mock/faults';
import { expect, test } from 'vitest';
import { otherwise, pagedNotes } from './pagedNotes.ts';
import { smallApi, strictRun } from './smallApi.ts';

/** What a strict run says of a server with this fault, and which clauses fail. */
async function found(
  by: 'page' | 'cursor',
  fault: Fault,
): Promise<{ readonly verdict: string; readonly failed: readonly string[] }> {
  const api = smallApi(await pagedNotes(by));
  const mock = api.mock({ faults: () => [fault] });
  mock.faults.on(fault.name);
  const { verdict, clauses } = await strictRun(api, mock);
  return { verdict, failed: clauses.filter((one) => one.status === 'failed').map(({ id }) => id) };
}

/** All notes that a server has, in the order in which it shows them. */
function ownIn({ model, state, request }: FaultContext): readonly JsonValue[] {
  const [whole] = model.step(state, { ...request, query: {} });
  return whole?.body.kind === 'json' ? (whole.body.list?.elements ?? []) : [];
}

const right = { verdict: 'conformant', failed: [] };

test('an empty page that names the next one accuses nobody', async () => {
  const fault = otherwise((decision, { request }) =>
    decision.status !== 200 || request.query['cursor'] !== undefined
      ? decision
      : { ...decision, body: { notes: [], next: 'after-0' } },
  );
  expect(await found('cursor', fault)).toEqual(right);
});

test('a server that refuses what is behind its last page is right', async () => {
  const fault = otherwise((decision, { request, refuse }) => {
    const { body } = decision;
    const isEmpty = isObject(body) && Array.isArray(body['notes']) && body['notes'].length === 0;
    return isEmpty && Number(request.query['page'] ?? 1) > 1
      ? refuse(404, 'Invalid page.')
      : decision;
  });
  expect(await found('page', fault)).toEqual(right);
});

test('what is wrong beside the list is found on every page', async () => {
  const fault = otherwise((decision, { request }) =>
    decision.status === 200 && request.query['cursor'] === 'after-4' && isObject(decision.body)
      ? { ...decision, body: { ...decision.body, next: 8 } }
      : decision,
  );
  const { verdict, failed } = await found('cursor', fault);
  expect(verdict).toBe('violations');
  expect(failed).toEqual(['notes.listNotes.200.next.propertyType']);
});

/**
 * A right server with notes of others before its own; in some rounds the first one is deleted, or one is created, after the first
 * page was shown. Where they `undo` it, that is over before the next round.
 */
function sharedBy(
  isDisturbed: (round: number) => boolean,
  undo = false,
  disturb: (foreign: readonly JsonValue[]) => readonly JsonValue[] | undefined = () => undefined,
): Fault {
  const usual: readonly JsonValue[] = [0, 1, 2].map((index) => ({ name: `other${index}` }));
  let foreign = usual;
  let rounds = 0;
  return otherwise((decision, context) => {
    const { request } = context;
    if (decision.status !== 200 || !isObject(decision.body)) return decision;
    const own = ownIn(context);
    const size = Number(request.query['limit'] ?? 4);
    const from = (Number(request.query['page'] ?? 1) - 1) * size;
    if (from === 0 && undo) foreign = usual;
    const notes = [...foreign, ...own].slice(from, from + size);
    if (from === 0 && notes.length === size && isDisturbed((rounds += 1)))
      foreign =
        disturb(foreign) ??
        (foreign.length === 3 && !undo ? foreign.slice(1) : [{ name: `new${rounds}` }, ...foreign]);
    return { ...decision, body: { ...decision.body, notes } };
  });
}

test('what somebody else creates and deletes again between two pages accuses nobody', async () => {
  const once = sharedBy((round) => round % 3 === 1, true);
  expect(await found('page', once)).toEqual({ verdict: 'incomplete', failed: [] });
});

test.each([
  ['creates', (foreign: readonly JsonValue[]) => [{ name: 'new' }, ...foreign]],
  ['deletes', (foreign: readonly JsonValue[]) => foreign.slice(1)],
  [
    'deletes and creates',
    (foreign: readonly JsonValue[]) => [...foreign.slice(2), { name: 'new' }],
  ],
])('what somebody else %s in the same way each time accuses nobody', async (_, disturb) => {
  const always = sharedBy(() => true, true, disturb);
  expect(await found('page', always)).toEqual({ verdict: 'incomplete', failed: [] });
});

test('one cursor for all pages is no mistake where each shows something new', async () => {
  let at = 0;
  const fault = otherwise((decision, context) => {
    const { request } = context;
    if (decision.status !== 200 || !isObject(decision.body)) return decision;
    const own = ownIn(context);
    if (request.query['cursor'] === undefined) at = 0;
    const notes = own.slice(at, (at += Number(request.query['limit'] ?? 4)));
    return { ...decision, body: { notes, ...(at < own.length && { next: 'scroll' }) } };
  });
  expect(await found('cursor', fault)).toEqual(right);
});

test.each([
  ['once', 1, { verdict: 'incomplete', failed: [] }],
  ['each time', Infinity, { verdict: 'violations', failed: ['notes.listNotes.200.status'] }],
])('a cursor that is gone %s', async (_, times, says) => {
  let left = times;
  const fault = otherwise((decision, { request, refuse }) =>
    request.query['cursor'] !== undefined && (left -= 1) >= 0
      ? refuse(400, 'The cursor is gone.')
      : decision,
  );
  expect(await found('cursor', fault)).toEqual(says);
});

test('a cursor that is gone each time beside notes of others accuses nobody', async () => {
  const fault = otherwise((decision, context) => {
    const { request, refuse } = context;
    if (decision.status !== 200 || !isObject(decision.body)) return decision;
    if (request.query['cursor'] !== undefined) return refuse(400, 'The cursor is gone.');
    const all = [{ name: 'other' }, ...ownIn(context)];
    const size = Number(request.query['limit'] ?? 4);
    const next = all.length > size && { next: 'after' };
    return { ...decision, body: { notes: all.slice(0, size), ...next } };
  });
  expect(await found('cursor', fault)).toEqual({ verdict: 'incomplete', failed: [] });
});

test('pages that always lose something beside notes of others are not verified, and it is said', async () => {
  const loses = otherwise((decision, context) => {
    const { request } = context;
    if (decision.status !== 200 || !isObject(decision.body)) return decision;
    const all = [{ name: 'other' }, ...ownIn(context)];
    const size = Number(request.query['limit'] ?? 4);
    const from = (Number(request.query['page'] ?? 1) - 1) * size;
    const notes = all.slice(from, from + size).slice(from === 0 ? 0 : 1);
    return { ...decision, body: { ...decision.body, notes } };
  });
  const api = smallApi(await pagedNotes('page'));
  const mock = api.mock({ faults: () => [loses] });
  mock.faults.on(loses.name);
  const { clauses } = await strictRun(api, mock);
  expect(clauses.find(({ id }) => id === 'notes.note.paged')).toMatchObject({
    status: 'notRun',
    reason: expect.stringContaining('was wrong in the same way 4 times'),
  });
});

test('what somebody else deletes or creates between two pages accuses nobody', async () => {
  expect(
    await found(
      'page',
      sharedBy((round) => round % 3 === 1),
    ),
  ).toEqual(right);
});

test('a list that others change all the time is not verified, and nobody is accused', async () => {
  const always = await found(
    'page',
    sharedBy(() => true),
  );
  expect(always).toEqual({ verdict: 'incomplete', failed: [] });
});

test('a cursor without an end is not followed for ever, and the list is not verified', async () => {
  const fault = otherwise((decision, { request }) => {
    if (decision.status !== 200 || !isObject(decision.body)) return decision;
    const at = Number(/^more-(\d+)$/.exec(request.query['cursor'] ?? '')?.[1] ?? 0) + 1;
    const notes = at === 1 ? (decision.body['notes'] ?? []) : [{ name: `other${at}` }];
    return { ...decision, body: { notes, next: `more-${at}` } };
  });
  expect(await found('cursor', fault)).toEqual({ verdict: 'incomplete', failed: [] });
});

test('a next page that leads back to an earlier one is found', async () => {
  const fault = otherwise((decision, { request }) =>
    request.query['cursor'] === 'after-4' && isObject(decision.body)
      ? { ...decision, body: { ...decision.body, next: 'after-4' } }
      : decision,
  );
  expect(await found('cursor', fault)).toEqual({
    verdict: 'violations',
    failed: ['notes.note.paged'],
  });
});
