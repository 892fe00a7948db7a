import type { JsonValue } from '@oidc-admin/contract';
import { describe, expect, it } from 'vitest';
import { createModel } from './createModel.ts';
import {
  hamlet,
  looseLibrary,
  orderedLibrary,
  requestOf,
  signedIn,
  deployment,
} from './fixtures/library.ts';
import { play, statusesOf } from './fixtures/play.ts';
import type { AllowedResponse, ModelRequest } from './model.ts';

const model = createModel(orderedLibrary, deployment);
const loose = createModel(looseLibrary, deployment);
const start = signedIn(model);

const reader = { kind: 'token', token: 'bob' } as const;

function after(requests: readonly ModelRequest[], from = start) {
  return play(model, from, requests);
}
function idsOf(responses: readonly AllowedResponse[]) {
  return responses.map(({ clause }) => clause.replace('library.', ''));
}

function add(json: JsonValue) {
  return requestOf('addBook', { json });
}
function at(isbn: string) {
  return { path: { isbn } };
}
function replace(isbn: string, json: JsonValue) {
  return requestOf('replaceBook', { ...at(isbn), json });
}

describe('order of the checks', () => {
  const wrongInEveryWay = requestOf('replaceBook', {
    ...at('1'),
    json: {},
    caller: { kind: 'none' },
  });
  const cases: readonly [string, ModelRequest, readonly unknown[]][] = [
    ['not signed in, unknown, wrong body', wrongInEveryWay, [401]],
    ['not permitted, unknown, wrong body', { ...wrongInEveryWay, caller: reader }, [403]],
    ['unknown, wrong body', replace('1', {}), [404]],
    ['a key that breaks its schema', replace('no spaces', {}), [400, 404]],
    ['a taken key with a wrong body', add({ isbn: '2' }), [400, 400]],
  ];
  it.each(cases)('%s', (_name, request, statuses) => {
    expect(statusesOf(model.step(after([add({ ...hamlet, isbn: '2' })]), request))).toEqual(
      statuses,
    );
  });

  it('lets every broken rule decide where no order is promised', () => {
    expect(new Set(statusesOf(loose.step(start, wrongInEveryWay)))).toEqual(
      new Set([401, 404, 400]),
    );
  });

  it('cites the order where only it decides, and the rule where nothing else is wrong', () => {
    expect(idsOf(model.step(start, replace('1', {})))).toEqual(['replaceBook.order']);
    expect(idsOf(model.step(start, replace('1', hamlet)))).toEqual([
      'replaceBook.path.isbn.existence',
    ]);
  });

  it('names every broken rule in that order', () => {
    expect(model.broken(start, wrongInEveryWay).map(({ kind }) => kind)).toEqual([
      'security',
      'existence',
      'required',
      'conditional',
    ]);
  });
});

describe('outcomes', () => {
  const cases: readonly [string, ModelRequest, readonly unknown[]][] = [
    ['two allowed statuses', { ...add(hamlet), mediaType: 'text/plain' }, [400, 415]],
    [
      'no media type',
      { ...add(hamlet), mediaType: undefined } as unknown as ModelRequest,
      [400, 415],
    ],
    ['a tolerated status', add({ ...hamlet, year: 2101 }), [400, 'warn 404']],
    ['taken as left out, or refused', add({ ...hamlet, year: null }), [201, 400]],
    ['left out, which makes it wrong', add({ ...hamlet, author: null }), [400, 400]],
    [
      'a rule that only should hold',
      add({ ...hamlet, website: 'x y' }),
      [400, 'warn 4XX', 'warn 201'],
    ],
    ['an undocumented property', add({ ...hamlet, colour: 'red' }), [201]],
    ['malformed JSON', { ...add(hamlet), body: { kind: 'malformed' } }, [400]],
    ['no body', requestOf('addBook'), [400]],
    [
      'a prefix that the deployment decides',
      requestOf('saveNotice', { path: { branch: 'north' }, json: { text: 'else: x' } }),
      [400],
    ],
    [
      'an unknown parent',
      requestOf('saveNotice', { path: { branch: 'west' }, json: { text: 'main: x' } }),
      [404],
    ],
    [
      'an unreachable URL',
      requestOf('checkNotice', {
        path: { branch: 'north' },
        json: { text: 'main: x', link: 'https://x.invalid' },
      }),
      [400],
    ],
    [
      'a reachable URL',
      requestOf('checkNotice', {
        path: { branch: 'north' },
        json: { text: 'main: x', link: 'https://x.example' },
      }),
      [200],
    ],
    [
      'a wrong query parameter',
      requestOf('readNotice', { path: { branch: 'north' }, query: { size: '0' } }),
      [400],
    ],
  ];
  it.each(cases)('%s', (_name, request, statuses) => {
    expect(statusesOf(model.step(start, request))).toEqual(statuses);
  });

  it('names the property where the outcome wants it named', () => {
    expect(model.step(start, add({ ...hamlet, title: 5 }))[0]?.body).toEqual({
      kind: 'error',
      field: { at: '/wrong/*/property', value: 'title' },
    });
  });

  it('asks the deployment which URLs can be reached', () => {
    const none = createModel(orderedLibrary, { ...deployment, reachable: () => false });
    const request = requestOf('checkNotice', {
      path: { branch: 'north' },
      json: { text: 'main: x', link: 'https://x.example' },
    });
    expect(statusesOf(none.step(start, request))).toEqual([400]);
  });

  it('allows any refusal of a method that the path does not have', () => {
    expect(model.refusal(start, 'readBook', 'method')).toMatchObject([
      { status: '4XX', clause: 'library.readBook.method', body: { kind: 'error' } },
    ]);
  });
});
