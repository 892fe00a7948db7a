import type { JsonValue } from '@oidc-admin/contract';
import { describe, expect, it } from 'vitest';
import { createModel } from './createModel.ts';
import { hamlet, orderedLibrary, requestOf, signedIn, deployment } from './fixtures/library.ts';
import { responseTo, play, statusesOf } from './fixtures/play.ts';
import type { ModelRequest, ModelState } from './model.ts';

const model = createModel(orderedLibrary, deployment);
const start = signedIn(model);
function after(requests: readonly ModelRequest[], from = start) {
  return play(model, from, requests);
}

function at(isbn: string) {
  return { path: { isbn } };
}
function add(json: JsonValue) {
  return requestOf('addBook', { json });
}
function read(isbn: string) {
  return requestOf('readBook', at(isbn));
}
function replace(isbn: string, json: JsonValue) {
  return requestOf('replaceBook', { ...at(isbn), json });
}
function readBack(state: ModelState, request: ModelRequest = read('1')) {
  return responseTo(model, state, request).body;
}

describe('resources', () => {
  it('keeps what was sent, in the documented spelling, with defaults, without what is never returned', () => {
    const state = after([
      add({ ...hamlet, cover: 'HARD', lockCode: 'x', colour: 'red', year: null }),
    ]);
    expect(readBack(state)).toEqual({ ...hamlet, cover: 'hard', shelfMark: 'NEW' });
  });

  it('replaces everything and restores defaults', () => {
    const state = after([
      add({ ...hamlet, cover: 'HARD', shelfMark: 'A', year: 1600, lockCode: 'x' }),
      replace('1', { title: 'Lear', author: 'W' }),
    ]);
    expect(readBack(state)).toEqual({
      isbn: '1',
      title: 'Lear',
      author: 'W',
      cover: 'soft',
      shelfMark: 'NEW',
    });
  });

  it('takes an empty text for none, and none for an empty text', () => {
    const north = { path: { branch: 'north' } };
    const sent = { text: 'main:x', colour: '' };
    const state = after([requestOf('saveNotice', { ...north, json: sent })]);
    const reading = requestOf('readNotice', north);
    const judged = (notice: JsonValue) =>
      model
        .judge(model.step(state, reading), {
          ...responseTo(model, state, reading),
          body: { notice },
        })
        .mismatches.map(({ binding, clause }) => `${binding} ${clause}`);
    expect(judged(sent)).toEqual([]);
    expect(judged({ text: 'main:x' })).toEqual([]);
    expect(judged({ ...sent, link: '' })).toEqual([]);
    expect(judged({ ...sent, colour: 'red' })).toEqual(['MUST library.notice.kept']);
  });

  it('creates nothing by a replace', () => {
    const state = after([replace('1', hamlet)]);
    expect(statusesOf(model.step(state, read('1')))).toEqual([404]);
  });

  it('lists what exists', () => {
    const state = after([
      add(hamlet),
      add({ ...hamlet, isbn: '2' }),
      requestOf('deleteBook', at('1')),
    ]);
    const shown = { ...hamlet, isbn: '2', cover: 'soft', shelfMark: 'NEW' };
    expect(readBack(state, requestOf('listBooks'))).toEqual({ books: [shown] });
  });

  it('frees the key of what was deleted', () => {
    const state = after([add(hamlet)]);
    expect(statusesOf(model.step(state, add(hamlet)))).toEqual([409]);
    const gone = after([requestOf('deleteBook', at('1'))], state);
    expect(statusesOf(model.step(gone, read('1')))).toEqual([404]);
    expect(statusesOf(model.step(gone, requestOf('deleteBook', at('1'))))).toEqual([404]);
    expect(statusesOf(model.step(gone, add(hamlet)))).toEqual([201]);
  });

  it('only warns of a server for which letter case does not count', () => {
    const state = after([add({ ...hamlet, isbn: 'a' })]);
    expect(model.broken(state, add({ ...hamlet, isbn: 'A' }))).toEqual([]);
    expect(statusesOf(model.step(state, add({ ...hamlet, isbn: 'A' })))).toEqual([201, 'warn 409']);
    expect(statusesOf(model.step(state, read('A')))).toEqual([404, 'warn 200']);
  });

  it('remembers what the server made, for a mock to repeat, but does not compare it', () => {
    const [response] = model.step(start, add(hamlet));
    const state = response?.next({ status: 201, body: { ...hamlet, shelf: 7 } }) ?? start;
    expect(readBack(state)).toMatchObject({ shelf: 7 });
    expect(readBack(after([replace('1', { title: 'Lear', author: 'W' })], state))).toMatchObject({
      shelf: 7,
    });
    const other = {
      isbn: '1',
      title: 'Hamlet',
      author: 'William',
      cover: 'soft',
      shelfMark: 'NEW',
      shelf: 8,
    };
    const observed = {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: other,
      bodyText: 'x',
    };
    expect(model.judge(model.step(state, read('1')), observed).mismatches).toEqual([]);
  });

  it('saves under each parent separately', () => {
    const notice = (branch: string) => requestOf('readNotice', { path: { branch } });
    const state = after([
      requestOf('saveNotice', { path: { branch: 'north' }, json: { text: 'main: hello' } }),
    ]);
    expect(readBack(state, notice('north'))).toEqual({ notice: { text: 'main: hello' } });
    expect(statusesOf(model.step(state, notice('south')))).toEqual([404, 200]);
    expect(model.step(state, notice('south'))[1]?.body).toMatchObject({
      absent: [{ at: '/notice' }, { at: '/translation' }],
    });
  });

  it('expects a property if and only if what it hangs on was sent', () => {
    const body = (query: Record<string, string>) =>
      model.step(start, requestOf('readNotice', { path: { branch: 'north' }, query }))[1]?.body;
    expect(body({ language: 'de' })).toMatchObject({
      present: [],
      absent: [{ at: '/notice' }, { at: '/translation' }],
    });
    expect(body({ language: 'de', script: 'x' })).toMatchObject({
      present: [{ at: '/translation' }],
      absent: [{ at: '/notice' }],
    });
  });

  it('says why a property has its value', () => {
    const state = after([add({ ...hamlet, cover: 'HARD' })]);
    const body = model.step(state, read('1'))[0]?.body;
    const cited =
      body?.kind === 'json'
        ? body.equals.map(({ at: place, clause, binding }) => [place, clause, binding])
        : [];
    expect(cited).toEqual([
      ['/isbn', 'library.book.kept', 'MUST'],
      ['/title', 'library.book.kept', 'MUST'],
      ['/author', 'library.book.author.kept', 'SHOULD'],
      ['/cover', 'library.book.normalised', 'MUST'],
      ['/shelfMark', 'library.book.defaults', 'MUST'],
    ]);
    expect(body?.kind === 'json' ? body.absent : []).toContainEqual({
      at: '/lockCode',
      never: true,
      clause: 'library.book.neverReturned',
      binding: 'MUST',
    });
  });

  it('shows the same arrays as long as nothing changed, so that a mock may remember what it made of them', () => {
    const state = after([add(hamlet)]);
    const again = after([read('1'), requestOf('listBooks')], state);
    const [one] = model.step(state, requestOf('listBooks'));
    const [other] = model.step(again, requestOf('listBooks'));
    if (one?.body.kind !== 'json' || other?.body.kind !== 'json') throw new Error('no list');
    expect(other.body.list?.elements).toBe(one.body.list?.elements);
  });
});
