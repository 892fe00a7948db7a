import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createModel } from '../createModel.ts';
import {
  hamlet,
  noon,
  orderedLibrary,
  requestOf,
  signedIn,
  deployment,
} from '../fixtures/library.ts';
import { responseTo, play } from '../fixtures/play.ts';
import { responseWith } from '../fixtures/responseLike.ts';
import type { ModelRequest, ModelState, ObservedResponse } from '../model.ts';
import { explains } from './explains.ts';
import type { ObservedExchange } from './linearise.ts';

vi.setConfig({ testTimeout: 60_000 });

const model = createModel(orderedLibrary, deployment);
const start = play(model, signedIn(model), [requestOf('addBook', { json: hamlet })]);

const path = { isbn: '1' };
function replace(title: string) {
  return requestOf('replaceBook', { path, json: { title, author: 'W' } });
}
const read = requestOf('readBook', { path });
const remove = requestOf('deleteBook', { path });
function titled(title: string) {
  return responseWith(200, { isbn: '1', title, author: 'W', cover: 'soft', shelfMark: 'NEW' });
}
const done = responseWith(200, undefined);
const unknown = responseWith(404, { code: 'x' }, { 'x-error': 'Unknown' });

function observed(
  request: ModelRequest,
  response: ObservedResponse,
  from: number,
  to: number,
): ObservedExchange {
  return { request, response, start: from, end: to };
}

describe('explains', () => {
  const cases: readonly [string, readonly ObservedExchange[], boolean][] = [
    ['nothing', [], true],
    [
      'two writes, and a read of either',
      [
        observed(replace('A'), done, 0, 5),
        observed(replace('B'), done, 1, 6),
        observed(read, titled('A'), 7, 8),
      ],
      true,
    ],
    [
      'a read of a value that a later write replaced',
      [
        observed(replace('A'), done, 0, 1),
        observed(replace('B'), done, 2, 3),
        observed(read, titled('A'), 4, 5),
      ],
      false,
    ],
    [
      'a stale read while a write is under way',
      [
        observed(replace('A'), done, 0, 1),
        observed(replace('B'), done, 2, 9),
        observed(read, titled('A'), 3, 4),
      ],
      true,
    ],
    [
      'a new value, then the old one again',
      [
        observed(replace('A'), done, 0, 1),
        observed(replace('B'), done, 2, 9),
        observed(read, titled('B'), 3, 4),
        observed(read, titled('A'), 5, 6),
      ],
      false,
    ],
    [
      'a read of a mixture',
      [
        observed(replace('A'), done, 0, 5),
        observed(replace('B'), done, 0, 5),
        observed(read, titled('C'), 6, 7),
      ],
      false,
    ],
    [
      'two deletes that both claim to have done it',
      [
        observed(remove, responseWith(204, undefined), 0, 5),
        observed(remove, responseWith(204, undefined), 1, 6),
      ],
      false,
    ],
    [
      'two deletes, one of which found nothing',
      [observed(remove, responseWith(204, undefined), 0, 5), observed(remove, unknown, 1, 6)],
      true,
    ],
    [
      'a replace that creates what a delete took away',
      [observed(remove, responseWith(204, undefined), 0, 1), observed(replace('A'), done, 2, 3)],
      false,
    ],
    [
      'an empty list while the only book is replaced',
      [
        observed(replace('A'), done, 0, 5),
        observed(
          requestOf('listBooks'),
          responseWith(200, { books: [] }, { 'x-total': '0' }),
          1,
          2,
        ),
      ],
      false,
    ],
    [
      'a use of a token during log-off',
      [
        observed(requestOf('signOut'), done, 0, 5),
        observed(read, responseWith(401, { code: 'x' }, { 'x-error': 'NotSignedIn' }), 1, 2),
      ],
      true,
    ],
    [
      'a use of a token after log-off',
      [
        observed(requestOf('signOut'), done, 0, 1),
        observed(
          requestOf('listBooks'),
          responseWith(200, { books: [] }, { 'x-total': '0' }),
          2,
          3,
        ),
      ],
      false,
    ],
  ];
  it.each(cases)('%s', (_name, history, expected) => {
    expect(explains(model, start, history).explained).toBe(expected);
  });

  it('names the request that fits nowhere, and why', () => {
    const history = [
      observed(replace('A'), done, 2, 3),
      observed(read, titled('B'), 4, 5),
      observed(read, titled('A'), 6, 7),
    ];
    expect(explains(model, start, history)).toMatchObject({
      explained: false,
      index: 1,
      order: [0],
      mismatches: [{ clause: 'library.book.kept', expected: 'A', actual: 'B' }],
    });
  });

  it('answers the state that the history led to', () => {
    const save = (branch: string, text: string) =>
      requestOf('saveNotice', { path: { branch }, json: { text }, now: noon + 7 });
    const history = [
      observed(save('north', 'main: a'), responseWith(200, { text: 'main: a' }), 0, 5),
      observed(save('south', 'main: b'), responseWith(200, { text: 'main: b' }), 1, 6),
      observed(
        requestOf('checkNotice', { path: { branch: 'north' }, json: { text: 'main: c' } }),
        responseWith(200, {}),
        2,
        7,
      ),
      observed(remove, responseWith(204, undefined), 3, 8),
    ];
    const found = explains(model, start, history);
    if (!found.explained) throw new Error('not explained');
    expect(found.state.resources.get('notice')?.get('north')?.get('')).toEqual({ text: 'main: a' });
    expect(found.state.resources.get('notice')?.get('south')?.get('')).toEqual({ text: 'main: b' });
    expect(found.state.resources.get('book')?.size).toBe(0);
    expect(found.state.sessions.get('ada')?.lastUsed).toBe(noon + 7);
  });

  it('looks at time-outs where they matter', () => {
    const late = (now: number, from: number, response: ObservedResponse) =>
      observed({ ...read, now }, response, from, from + 1);
    const refused = responseWith(401, { code: 'x' }, { 'x-error': 'NotSignedIn' });
    const still = responseTo(model, start, read);
    expect(
      explains(model, start, [late(noon + 40_000, 0, still), late(noon + 90_000, 2, still)])
        .explained,
    ).toBe(true);
    expect(
      explains(model, start, [late(noon + 10_000, 0, still), late(noon + 90_000, 2, still)])
        .explained,
    ).toBe(false);
    expect(
      explains(model, start, [late(noon + 10_000, 0, still), late(noon + 90_000, 2, refused)])
        .explained,
    ).toBe(true);
  });

  it('does not spend a write where it changes nothing, if another order needs it', () => {
    const [toA, toB] = [replace('A'), replace('B')].map((request) => ({
      ...request,
      path: { isbn: '1' },
    }));
    if (toA === undefined || toB === undefined) throw new Error('no requests');
    const response = (request: ModelRequest) => responseTo(model, start, request);
    const shown = responseTo(model, play(model, start, [toB]), { ...read, path: { isbn: '1' } });
    const history = [
      observed(toB, response(toB), 0, 0),
      observed(toB, response(toB), 0, 1),
      observed(toA, response(toA), 1, 1),
      observed({ ...read, path: { isbn: '1' } }, shown, 2, 2),
    ];
    expect(explains(model, start, history).explained).toBe(true);
  });

  it('says the same as trying every order', () => {
    const key = fc.constantFrom('1', '2');
    const title = fc.constantFrom('A', 'B');
    const operation = fc.oneof(
      key.map((isbn) => ({ ...remove, path: { isbn } })),
      fc.tuple(key, title).map(([isbn, text]) => ({ ...replace(text), path: { isbn } })),
      fc
        .tuple(key, title)
        .map(([isbn, text]) => requestOf('addBook', { json: { isbn, title: text, author: 'W' } })),
      key.map((isbn) => ({ ...read, path: { isbn } })),
      fc.constant(requestOf('listBooks')),
    );
    const step = fc.record({
      request: operation,
      begin: fc.integer({ min: 0, max: 8 }),
      lasts: fc.integer({ min: 0, max: 4 }),
      answeredAs: fc.nat(),
    });
    let explained = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 5 }), fc.boolean(), (steps, listed) => {
        const chosen = steps.filter(({ request }) => listed || request.operation !== 'listBooks');
        // Answers are those of some order, right or not, so that both verdicts come up often.
        const history = chosen.map(({ request, begin, lasts, answeredAs }) => {
          const before = chosen
            .slice(0, answeredAs % (chosen.length + 1))
            .map((other) => other.request);
          return observed(
            request,
            responseTo(model, play(model, start, before), request),
            begin,
            begin + lasts,
          );
        });
        const found = explains(model, start, history).explained;
        explained += found ? 1 : 0;
        expect(found).toBe(byEveryOrder(start, history));
      }),
      { numRuns: 1000 },
    );
    expect(explained).toBeGreaterThan(20);
    expect(explained).toBeLessThan(950);
  });

  it('follows a long history of many callers', () => {
    const { history, final } = simulate(800, 16, 7);
    const found = explains(model, start, history);
    if (!found.explained) throw new Error(JSON.stringify(found.mismatches));
    expect(found.state.resources.get('book')).toEqual(final.resources.get('book'));
    const wrong = history.map((item, index) =>
      index === 600
        ? {
            ...item,
            observed: responseWith(200, { books: [] }, { 'x-total': '0' }),
            request: requestOf('listBooks'),
          }
        : item,
    );
    expect(explains(model, start, wrong)).toMatchObject({ explained: false, index: 600 });
  });
});

/** Tries every order that keeps to the real one. */
function byEveryOrder(state: ModelState, left: readonly ObservedExchange[]): boolean {
  if (left.length === 0) return true;
  return left.some((item) => {
    const rest = left.filter((other) => other !== item);
    if (rest.some((other) => other.end < item.start)) return false;
    return model.step(state, item.request).some((allowed) => {
      const { matched, mismatches } = model.judge([allowed], item.response);
      if (matched === undefined || mismatches.some(({ binding }) => binding === 'MUST'))
        return false;
      return byEveryOrder(allowed.next(item.response), rest);
    });
  });
}

/** A right server under callers that each wait for their response: every request takes effect somewhere on its way. */
function simulate(count: number, callers: number, seed: number) {
  const random = randomFrom(seed);
  const pick = (size: number) => Math.floor(random() * size);
  const history: ObservedExchange[] = [];
  const free = Array.from({ length: callers }, () => 0);
  const planned: { request: ModelRequest; from: number; at: number; to: number }[] = [];
  for (let index = 0; index < count; index += 1) {
    const caller = pick(callers);
    const from = (free[caller] ?? 0) + random();
    const at = from + random() * 3;
    const to = at + random() * 3;
    free[caller] = to;
    planned.push({ request: someRequest(pick), from, at, to });
  }
  let state = start;
  for (const { request, from, to } of planned.toSorted((one, other) => one.at - other.at)) {
    history.push(observed(request, responseTo(model, state, request), from, to));
    state = play(model, state, [request]);
  }
  return { history, final: state };
}

function someRequest(pick: (size: number) => number): ModelRequest {
  const isbn = String(pick(8));
  const title = `T${pick(1000)}`;
  const requests = [
    requestOf('addBook', { json: { isbn, title, author: 'W' } }),
    { ...replace(title), path: { isbn } },
    { ...replace(title), path: { isbn } },
    { ...remove, path: { isbn } },
    { ...read, path: { isbn } },
    { ...read, path: { isbn } },
    requestOf('listBooks'),
  ];
  return requests[pick(requests.length)] ?? read;
}

/** A stream of numbers from 0 to 1 that a seed decides (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
