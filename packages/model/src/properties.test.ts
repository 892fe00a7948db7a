import type { JsonValue } from '@oidc-admin/contract';
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createModel } from './createModel.ts';
import {
  looseLibrary,
  orderedLibrary,
  requestOf,
  signedIn,
  deployment,
} from './fixtures/library.ts';
import { mutationsOf } from './fixtures/mutations.ts';
import { responseTo, play } from './fixtures/play.ts';
import { anyRequest, rightBook } from './fixtures/requests.ts';
import { responseLike } from './fixtures/responseLike.ts';
import type { AllowedResponse, Model, ModelRequest, ModelState } from './model.ts';

// Thousands of steps, on a machine that may be busy with other packages.
vi.setConfig({ testTimeout: 60_000 });

const libraries: readonly [string, Model][] = [
  ['ordered', createModel(orderedLibrary, deployment)],
  ['loose', createModel(looseLibrary, deployment)],
];
const model = createModel(orderedLibrary, deployment);
const requests = fc.array(anyRequest, { minLength: 1, maxLength: 12 });

/** All of a state, for comparison. */
function textOf(state: ModelState) {
  return JSON.stringify([
    [...state.resources].map(([name, parents]) => [
      name,
      [...parents].map(([parent, all]) => [parent, [...all]]),
    ]),
    [...state.sessions],
  ]);
}

function plain(responses: readonly AllowedResponse[]) {
  return responses.map(({ next: _next, ...response }) => response);
}

describe.each(libraries)('whatever is asked of the %s library', (_name, library) => {
  const walk = (check: (state: ModelState, request: ModelRequest) => void) => {
    fc.assert(
      fc.property(requests, (all) => {
        let state = signedIn(library);
        for (const request of all) {
          check(state, request);
          state = play(library, state, [request]);
        }
      }),
      { numRuns: 150 },
    );
  };

  it('a step changes nothing and says the same again', () => {
    walk((state, request) => {
      const before = textOf(state);
      const responses = library.step(state, request);
      for (const response of responses) {
        const observed = responseLike(library, response);
        response.next(observed);
        expect(textOf(response.next(observed))).toBe(textOf(response.next(observed)));
      }
      expect(textOf(state)).toBe(before);
      expect(plain(library.step(state, request))).toEqual(plain(responses));
    });
  });

  it('something is allowed, the first response without a warning, and every clause is one of the contract', () => {
    const known = new Set(library.contract.clauses.map(({ id }) => id));
    walk((state, request) => {
      const responses = library.step(state, request);
      expect(responses[0]?.warn).toBe(false);
      for (const { clause, broken } of responses) {
        expect(known).toContain(clause);
        expect(known).toContain(broken?.clause ?? clause);
      }
    });
  });

  it('a right request succeeds, a wrong one is refused or forgiven', () => {
    walk((state, request) => {
      const broken = library.broken(state, request);
      const conforming = library.step(state, request).filter(({ warn }) => !warn);
      const isSuccess = ({ status }: AllowedResponse) => status !== '4XX' && status < 300;
      const forgiven = broken.every(({ kind }) => kind === 'nullOptional');
      // What was forgiven may leave something else wrong: a property that is needed, a key that is taken.
      expect(conforming.some(isSuccess) || broken.length > 0).toBe(true);
      expect(forgiven || !conforming.some(isSuccess)).toBe(true);
      expect(
        conforming.every(
          (response) =>
            isSuccess(response) || response.broken !== undefined || response.status === 404,
        ),
      ).toBe(true);
    });
  });

  it('an allowed response conforms, and a tolerated one warns', () => {
    walk((state, request) => {
      const responses = library.step(state, request);
      for (const response of responses) {
        const { matched, mismatches } = library.judge(responses, responseLike(library, response));
        expect(matched).toBeDefined();
        expect(mismatches.filter(({ binding }) => binding === 'MUST')).toEqual([]);
        const alone = library.judge([response], responseLike(library, response)).mismatches;
        expect(alone.map(({ binding }) => binding)).toEqual(response.warn ? ['SHOULD'] : []);
      }
    });
  });

  it('no single thing can be wrong with a response without a difference', () => {
    const known = new Set(library.contract.clauses.map(({ id }) => id));
    walk((state, request) => {
      const [response] = library.step(state, request);
      if (response === undefined) return;
      const right = responseLike(library, response);
      for (const { name, observed } of mutationsOf(response, right)) {
        const { mismatches } = library.judge([response], observed);
        expect(mismatches.length, `${request.operation}: ${name}`).toBeGreaterThan(0);
        for (const { clause } of mismatches) expect(known).toContain(clause);
      }
    });
  });

  it('a refused request changes nothing but when a session was used', () => {
    walk((state, request) => {
      for (const response of library.step(state, request)) {
        if (response.broken === undefined) continue;
        const next = response.next(responseLike(library, response));
        expect(next.resources).toBe(state.resources);
        expect([...next.sessions.keys()]).toEqual([...state.sessions.keys()]);
      }
    });
  });
});

describe('what was saved is what is read', () => {
  const start = signedIn(model);
  const shownOf = (
    isbn: string,
    { lockCode: _secret, ...book }: { readonly [name: string]: JsonValue },
  ) => ({
    shelfMark: 'NEW',
    isbn,
    ...book,
    cover: book['cover'] === 'HARD' ? 'hard' : (book['cover'] ?? 'soft'),
  });
  const book = fc.tuple(fc.constantFrom('1', '2', '3'), rightBook);
  const writes = fc.array(fc.tuple(fc.constantFrom('add', 'replace', 'delete'), book), {
    maxLength: 15,
  });

  it('in single reads and in the list, like in a plain map', () => {
    fc.assert(
      fc.property(writes, (all) => {
        const plainMap = new Map<string, unknown>();
        let state = start;
        for (const [what, [isbn, json]] of all) {
          const path = { isbn };
          const request =
            what === 'add'
              ? requestOf('addBook', { json: { isbn, ...json } })
              : requestOf(`${what}Book`, what === 'replace' ? { path, json } : { path });
          state = play(model, state, [request]);
          if (what === 'delete') plainMap.delete(isbn);
          else if (plainMap.has(isbn) === (what === 'replace'))
            plainMap.set(isbn, shownOf(isbn, json));
        }
        for (const isbn of ['1', '2', '3']) {
          const observed = responseTo(model, state, requestOf('readBook', { path: { isbn } }));
          const shown = plainMap.get(isbn);
          expect(observed).toMatchObject(
            shown === undefined ? { status: 404 } : { status: 200, body: shown },
          );
          expect(shown ?? observed.body).toEqual(observed.body);
        }
        expect(responseTo(model, state, requestOf('listBooks')).body).toEqual({
          books: expect.arrayContaining([...plainMap.values()]),
        });
        expect(state.resources.get('book')?.get('')?.size ?? 0).toBe(plainMap.size);
      }),
    );
  });

  it('the same replace twice has the same effect', () => {
    fc.assert(
      fc.property(rightBook, rightBook, (one, other) => {
        const replace = requestOf('replaceBook', { path: { isbn: '1' }, json: other });
        const before = play(model, start, [requestOf('addBook', { json: { isbn: '1', ...one } })]);
        const once = play(model, before, [replace]);
        expect(textOf(play(model, once, [replace]))).toBe(textOf(once));
      }),
    );
  });
});
