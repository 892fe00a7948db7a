import { expect, test } from 'vitest';
import { boardError, boardTable, startBoard } from '../fixtures/boardApi.ts';
import { applyResource } from './applyResource.ts';
import { exportResources } from './exportResources.ts';
import { applyFleet, type FleetItem, planFleet } from './fleet.ts';
import { managedResources, type PropertyValues } from './managedResource.ts';
import { pacedConnection, Pacer } from './pacer.ts';
import { planResource } from './planResource.ts';

const [note] = managedResources(boardTable);
if (note === undefined) throw new Error('the table has no resource');
const managed = note;
const { signal } = new AbortController();
async function secret(): Promise<string> {
  return 'hunter2';
}

function declaring(properties: PropertyValues, absent = false) {
  return { resource: 'note', absent, properties: { board: 'b', title: 'first', ...properties } };
}

/** Plans and applies one declaration. */
async function applied(
  server: ReturnType<typeof startBoard>,
  properties: PropertyValues,
  { absent = false, rotate = false, meanwhile = (): void => undefined } = {},
) {
  const declared = declaring(properties, absent);
  const options = { signal, rotate, secret };
  const connection = pacedConnection(server.connection, new Pacer(Infinity));
  const { step } = await planResource(managed, declared, connection, options);
  meanwhile();
  const result = await applyResource(managed, declared, connection, step, options);
  const after = await planResource(managed, declared, server.connection, { signal });
  return { step, result, left: after.step.action };
}

test('what the server makes the key of is found again by its label, and made once', async () => {
  const server = startBoard();
  expect(managed.identity).toEqual(['board', 'title']);
  expect(await applied(server, { colour: 'red' })).toMatchObject({
    step: { action: 'create', operation: 'createNote', identity: { board: 'b', title: 'first' } },
    result: { outcome: 'written' },
    left: 'none',
  });
  expect(await applied(server, { colour: 'blue' })).toMatchObject({
    step: { action: 'update', changes: [{ name: 'colour', before: 'red', after: 'blue' }] },
    left: 'none',
  });
  expect(await applied(server, {}, { absent: true })).toMatchObject({
    step: { action: 'delete' },
    left: 'none',
  });
  expect(server.sent.map(({ operation }) => operation)).toEqual([
    'createNote',
    'replaceNote',
    'deleteNote',
  ]);
});

test('by the key that the server made, the label can be changed', async () => {
  const server = startBoard();
  await applied(server, { colour: 'red' });
  expect(await applied(server, { id: '1', title: 'second' })).toMatchObject({
    step: { action: 'update', identity: { board: 'b', id: '1' } },
    result: { outcome: 'written' },
    left: 'none',
  });
  expect(server.notes.get('1')).toEqual({ id: '1', title: 'second', colour: 'red' });
  expect(await applied(server, { id: '2', title: 'third' })).toMatchObject({
    step: { action: 'problem' },
  });
});

test('two of one label are no one that a file could mean', async () => {
  const server = startBoard();
  for (const id of ['1', '2']) server.notes.set(id, { id, title: 'first' });
  const { step } = await applied(server, { colour: 'red' });
  expect(step).toMatchObject({
    action: 'problem',
    problem: expect.stringContaining('more than one'),
  });
  expect(server.sent).toEqual([]);
});

test('a secret inside of a property is not compared, is sent with a change, and never shown', async () => {
  const server = startBoard();
  const hook = { url: 'https://a', token: 'env:TOKEN' };
  await applied(server, { hook });
  expect(server.notes.get('1')?.['hook']).toEqual({ url: 'https://a', token: 'hunter2' });
  const { step } = await applied(server, { hook: { ...hook, url: 'https://b' } });
  expect(step.unknown).toEqual(['hook/token']);
  expect(JSON.stringify(step)).not.toMatch(/hunter2|env:TOKEN/);
  expect(server.notes.get('1')?.['hook']).toEqual({ url: 'https://b', token: 'hunter2' });
  expect(await applied(server, { hook: { url: 'https://b' } })).toMatchObject({ left: 'none' });
  expect(await applied(server, { colour: 'red' })).toMatchObject({
    step: { action: 'problem', problem: expect.stringContaining('would lose hook/token') },
  });
  expect(await applied(server, { hook }, { rotate: true })).toMatchObject({
    step: { action: 'update' },
  });
  const none = { hook: { ...hook, url: 'https://c', token: null } };
  expect(await applied(server, none)).toMatchObject({ result: { outcome: 'written' } });
  expect(server.notes.get('1')?.['hook']).toEqual({ url: 'https://c' });
});

test('a value that has to begin with what the connection knows is refused before it is sent', async () => {
  const server = startBoard();
  expect(await applied(server, { place: 'south-1' })).toMatchObject({
    step: { action: 'problem', problem: 'place must begin with north-' },
  });
  expect(await applied(server, { place: 'north-1' })).toMatchObject({ left: 'none' });
});

test('what has changed since the plan is left alone, also where the file says nothing of it', async () => {
  const server = startBoard();
  await applied(server, { colour: 'red', place: 'north-1' });
  const { result } = await applied(
    server,
    { colour: 'blue' },
    {
      meanwhile: () =>
        void server.notes.set('1', { id: '1', title: 'first', place: 'north-2', colour: 'red' }),
    },
  );
  expect(result.outcome).toBe('changed');
  expect(server.sent).toHaveLength(1);
});

test('a server that does not hold what it was sent, refuses it, or fails, is reported as what it is', async () => {
  const forgetful = startBoard();
  const { connection } = forgetful;
  const deaf = {
    ...forgetful,
    connection: {
      ...connection,
      call: async (...call: Parameters<typeof connection.call>) =>
        call[0] === 'createNote' ? undefined : connection.call(...call),
    },
  };
  expect((await applied(deaf, {})).result).toMatchObject({ outcome: 'notHeld' });
  const answering = (status: number) =>
    startBoard((operation) => {
      if (operation === 'createNote') throw boardError(status);
    });
  expect((await applied(answering(409), {})).result).toMatchObject({ outcome: 'refused' });
});

test.each([
  ['nothing', undefined, /; the server holds what it held before, as far as it can be read$/],
  ['all', { colour: 'red' }, /; the server holds what was sent all the same, as far as/],
  ['something else', { colour: 'blue' }, /holds neither what it held before nor what was sent$/],
  ['what nobody can read', null, /; not read afterwards: readNote/],
  ['all, on a connection that broke', { colour: 'red' }, /reset; the server holds what was sent/],
])(
  'a write that ends with a fault of the server, which did %s, says so',
  async (what, done, said) => {
    let isWritten = false;
    const server = startBoard((operation) => {
      if (isWritten && done === null) throw new Error(`readNote: ${operation} was refused`);
      if (operation !== 'createNote') return;
      isWritten = true;
      if (done) server.notes.set('1', { id: '1', title: 'first', ...done });
      throw what.endsWith('broke') ? new Error('createNote: reset') : boardError(500);
    });
    const declared = declaring({ colour: 'red' });
    const connection = pacedConnection(server.connection, new Pacer(Infinity));
    const { step } = await planResource(managed, declared, connection, { signal });
    const result = await applyResource(managed, declared, connection, step, { signal, secret });
    expect(result.outcome).toBe('failed');
    expect(result.reason).toMatch(said);
  },
);

function fleetOf(server: ReturnType<typeof startBoard>, length: number, pacer: Pacer): FleetItem[] {
  const connection = pacedConnection(server.connection, pacer);
  return Array.from({ length }, (_, index) => ({
    target: 'one',
    managed,
    declared: declaring({ title: `note ${index}` }),
    id: String(index),
    service: 'one',
    rotate: false,
    connection: async () => connection,
  }));
}

test('a service that asks to be left alone is left alone by all, and each is written once', async () => {
  let refused = 0;
  let until = 0;
  const early: number[] = [];
  const server = startBoard((operation) => {
    const now = performance.now();
    if (now < until) early.push(until - now);
    if (operation !== 'createNote' || refused >= 3 || now < until) return;
    refused += 1;
    until = now + 150;
    throw boardError(429, 150);
  });
  const items = fleetOf(server, 20, new Pacer(Infinity));
  const options = { concurrency: 5, signal, secret };
  const steps = await planFleet(items, options);
  const results = await applyFleet(steps, options);
  expect([...results.values()].map(({ outcome }) => outcome)).toEqual(items.map(() => 'written'));
  expect(server.notes.size).toBe(20);
  expect(server.sent).toHaveLength(20);
  // What was on its way when the first was refused cannot be called back.
  expect(early.length).toBeLessThan(3 * 5);
});

test('a service gets no more requests a second than it may', async () => {
  const server = startBoard();
  const pacer = new Pacer(50);
  const started = performance.now();
  await planFleet(fleetOf(server, 75, pacer), { concurrency: 30, signal });
  // The first second may hold a burst of 50.
  expect(performance.now() - started).toBeGreaterThan(450);
});

test('resources are written in the order of the specification, whichever comes first in a file', async () => {
  const server = startBoard();
  const items = fleetOf(server, 2, new Pacer(Infinity)).map((item, index) => ({
    ...item,
    managed: { ...managed, name: `kind ${index}`, order: 1 - index },
  }));
  const options = { concurrency: 1, signal, secret };
  await applyFleet(await planFleet(items, options), options);
  expect(server.sent.map(({ input }) => input['title'])).toEqual(['note 1', 'note 0']);
});

test('after the signal nothing begins, and what has begun is read back', async () => {
  const stop = new AbortController();
  const server = startBoard((operation) => {
    if (operation === 'createNote' && server.sent.length === 3) stop.abort();
  });
  const items = fleetOf(server, 20, new Pacer(Infinity));
  const steps = await planFleet(items, { concurrency: 2, signal });
  const results = await applyFleet(steps, { concurrency: 2, signal: stop.signal, secret });
  const outcomes = [...results.values()].map(({ outcome }) => outcome);
  const written = outcomes.filter((outcome) => outcome === 'written').length;
  expect(written).toBe(server.notes.size);
  expect(written).toBeLessThanOrEqual(5);
  expect(outcomes.filter((outcome) => outcome === 'stopped')).toHaveLength(20 - written);
});

test('after the signal no write that waits for its turn is sent, nor waits any longer', async () => {
  const stop = new AbortController();
  const pacer = new Pacer(Infinity);
  const server = startBoard((operation) => {
    if (operation !== 'createNote') return;
    setTimeout(() => stop.abort(), 50);
    throw boardError(429, 60_000);
  });
  const items = fleetOf(server, 3, pacer);
  const steps = await planFleet(items, { concurrency: 3, signal });
  const results = await applyFleet(steps, { concurrency: 3, signal: stop.signal, secret });
  expect([...results.values()].map(({ outcome }) => outcome)).toEqual(items.map(() => 'stopped'));
  expect(server.sent).toEqual([]);
});

test('a refused write of which nobody could see what became is not called refused', async () => {
  let isBroken = false;
  const server = startBoard((operation) => {
    if (isBroken) throw boardError(500);
    if (operation !== 'createNote') return;
    isBroken = true;
    throw boardError(429, 1);
  });
  const items = fleetOf(server, 1, new Pacer(Infinity));
  const steps = await planFleet(items, { concurrency: 1, signal });
  const results = await applyFleet(steps, { concurrency: 1, signal, secret });
  expect([...results.values()]).toMatchObject([{ outcome: 'failed' }]);
});

test('what waited long for its turn is looked at again right before it is written', async () => {
  const pacer = new Pacer(Infinity);
  const server = startBoard((operation) => {
    if (operation === 'listNotes') looks += 1;
    // All wait after the look of the first write, and somebody makes the same note.
    if (looks !== 2) return;
    pacer.pause(2500);
    server.notes.set('9', { id: '9', title: 'note 0', colour: 'red' });
  });
  let looks = 0;
  const items = fleetOf(server, 1, pacer);
  const steps = await planFleet(items, { concurrency: 1, signal });
  const results = await applyFleet(steps, { concurrency: 1, signal, secret });
  expect([...results.values()]).toEqual([{ outcome: 'inSync' }]);
  expect(server.sent).toEqual([]);
});

test('a write that was answered is told before it is read back, also where that fails', async () => {
  const server = startBoard((operation) => {
    if (operation !== 'createNote' && server.sent.length > 0) throw boardError(500);
  });
  const items = fleetOf(server, 1, new Pacer(Infinity));
  const steps = await planFleet(items, { concurrency: 1, signal });
  const wrote: number[] = [];
  const results = await applyFleet(
    steps,
    { concurrency: 1, signal, secret },
    { wrote: () => wrote.push(server.sent.length) },
  );
  expect([...results.values()]).toMatchObject([{ outcome: 'notRead' }]);
  expect(wrote).toEqual([1]);
});

test('an export is in sync with what it was made of, and names what it cannot have', async () => {
  const server = startBoard();
  await applied(server, { colour: 'red', hook: { url: 'https://a', token: 'env:TOKEN' } });
  const [only] =
    (await exportResources(managed, server.connection, { board: 'b' }, { signal })) ?? [];
  expect(only).toEqual({
    properties: { board: 'b', title: 'first', colour: 'red', hook: { url: 'https://a' } },
    hidden: ['hook/token'],
    left: [],
  });
  const twins = startBoard();
  for (const id of ['1', '2']) twins.notes.set(id, { id, title: 'same' });
  const both = await exportResources(managed, twins.connection, { board: 'b' }, { signal });
  expect(both?.map(({ properties }) => properties)).toEqual([
    { id: '1', board: 'b', title: 'same' },
    { id: '2', board: 'b', title: 'same' },
  ]);
  const declared = { resource: 'note', absent: false, properties: only?.properties ?? {} };
  const { step } = await planResource(managed, declared, server.connection, { signal });
  expect(step.action).toBe('none');
});
