import { describe, expect, it } from 'vitest';
import { createModel } from './createModel.ts';
import { noon, orderedLibrary, requestOf, signedIn, deployment } from './fixtures/library.ts';
import { play, statusesOf } from './fixtures/play.ts';
import type { ModelRequest } from './model.ts';

const model = createModel(orderedLibrary, deployment);
const start = signedIn(model);
function after(requests: readonly ModelRequest[], from = start) {
  return play(model, from, requests);
}

describe('sessions', () => {
  const signIn = (word: string, name = 'ada') =>
    requestOf('signIn', { json: { name, word }, caller: { kind: 'none' } });
  const list = (token: string, now = noon) =>
    requestOf('listBooks', { caller: { kind: 'token', token }, now });

  it('opens one with the token that was answered', () => {
    const state = after([signIn('right')], model.initial);
    expect(state.sessions.get('a-token')).toEqual({
      user: 'ada',
      role: 'librarian',
      lastUsed: noon,
      closed: false,
    });
    expect(statusesOf(model.step(state, list('a-token')))).toEqual([200]);
    expect(model.letsIn(state, list('a-token'))).toBe(true);
  });

  it.each([
    ['a wrong password', signIn('wrong'), [401, 403]],
    ['an unknown user', signIn('right', 'eve'), [401, 403]],
    ['the name of a built-in property', signIn('right', 'toString'), [401, 403]],
    ['a missing password', requestOf('signIn', { json: { name: 'ada' } }), [400]],
  ])('refuses %s', (_name, request, statuses) => {
    expect(statusesOf(model.step(model.initial, request))).toEqual(statuses);
  });

  it.each([
    ['none', { kind: 'none' }, [401]],
    ['garbage', { kind: 'token', token: 'made up' }, [401]],
    ['bearer', { kind: 'wrong', way: 'bearer' }, [401, 'warn 4XX', 'warn 200']],
  ] as const)(
    'has its own outcome for credentials that are wrong this way: %s',
    (way, caller, statuses) => {
      const responses = model.step(start, requestOf('listBooks', { caller }));
      expect(statusesOf(responses)).toEqual(statuses);
      expect(responses[0]?.clause).toBe(`library.listBooks.${way}.security`);
      expect(model.letsIn(start, requestOf('listBooks', { caller }))).toBe(false);
    },
  );

  it('closes one, so that its token no longer holds', () => {
    const state = after([requestOf('signOut')]);
    const responses = model.step(state, list('ada'));
    expect(statusesOf(responses)).toEqual([401, 'warn 403']);
    expect(responses[0]?.clause).toBe('library.listBooks.closed.security');
    expect(statusesOf(model.step(state, list('bob')))).toEqual([200]);
  });

  it('ends one that is idle for the time-out, counted from its last use', () => {
    const used = after([list('ada', noon + 59_000)]);
    expect(statusesOf(model.step(used, list('ada', noon + 118_999)))).toEqual([200]);
    const late = model.step(used, list('ada', noon + 119_000));
    expect(statusesOf(late)).toEqual([401, 'warn 403']);
    expect(late[0]?.clause).toBe('library.listBooks.expired.security');
  });

  it('counts a refused request as use, but not one after the time-out', () => {
    const refused = after([requestOf('readBook', { path: { isbn: '9' }, now: noon + 30_000 })]);
    expect(refused.sessions.get('ada')?.lastUsed).toBe(noon + 30_000);
    const late = after([list('ada', noon + 60_000)]);
    expect(late).toBe(start);
  });

  it('takes the time-out of the deployment before that of the document', () => {
    const short = createModel(orderedLibrary, { ...deployment, sessionTimeoutSeconds: 1 });
    expect(statusesOf(short.step(start, list('ada', noon + 1000)))).toEqual([401, 'warn 403']);
  });

  it('allows both responses where the clocks may differ', () => {
    const vague = createModel(orderedLibrary, { ...deployment, clockToleranceMs: 500 });
    const statuses = (idle: number) => statusesOf(vague.step(start, list('ada', noon + idle)));
    expect(statuses(59_500)).toEqual([200]);
    expect(statuses(59_501)).toEqual([200, 401, 'warn 403']);
    expect(statuses(60_499)).toEqual([200, 401, 'warn 403']);
    expect(statuses(60_500)).toEqual([401, 'warn 403']);
  });

  it('forgets sessions that ended, once there are many', () => {
    let state = start;
    for (let index = 0; index < 3000; index += 1) {
      const body = `token ${index}`;
      state = model.step(state, signIn('right'))[0]?.next({ status: 200, body }) ?? state;
      const signOut = requestOf('signOut', { caller: { kind: 'token', token: body } });
      state = model.step(state, signOut)[0]?.next({ status: 200, body: null }) ?? state;
    }
    expect(state.sessions.size).toBeLessThan(1100);
    expect(statusesOf(model.step(state, list('ada')))).toEqual([200]);
    expect(statusesOf(model.step(state, list('token 0')))).toEqual([401]);
    expect(statusesOf(model.step(state, list('token 2999')))).toEqual([401, 'warn 403']);
  });
});
