import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMock } from './createMock.ts';
import { shelfDocument } from './fixtures/library.ts';
import type { Mock } from './mock.ts';

/** Names that every object of JavaScript has; the document uses the first two, callers all of them. */
const builtIn = ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'];
const ordinary = builtIn.map((_, index) => `ordinary${index}`);

interface Call {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

const name = fc.constantFrom(...ordinary);
const book = fc.dictionary(fc.oneof(name, fc.constant('title')), fc.oneof(name, fc.nat()));
const calls: fc.Arbitrary<Call[]> = fc.array(
  fc.record({
    method: fc.constantFrom('GET', 'POST', 'POST', 'PUT', 'DELETE'),
    target: fc.tuple(fc.option(name), fc.option(name)).map(([id, query]) => {
      const asked = query === null ? '' : `?${query}=${query}`;
      return `http://a/v1/books${id === null ? '' : `/${id}`}${asked}`;
    }),
    headers: fc.array(fc.tuple(name, name), { maxLength: 2 }),
    // The first two names are those of the number of the book and of its shelf.
    body: fc
      .tuple(fc.boolean(), name, book)
      .map(([right, isbn, given]) =>
        JSON.stringify(right ? { title: 'Emma', ...given, ordinary0: isbn } : given),
      ),
  }),
  { maxLength: 12 },
);

function replaceAll(text: string, names: readonly string[], others: readonly string[]): string {
  return names.reduce(
    (replaced, found, index) => replaced.replaceAll(found, others[index] ?? ''),
    text,
  );
}

function withNames<T>(value: T, names: readonly string[]): T {
  return JSON.parse(replaceAll(JSON.stringify(value), ordinary, names)) as T;
}

/** The mock of an API of books whose members have other names. */
function open(names: readonly string[]): Mock {
  const document = JSON.stringify(shelfDocument)
    .replaceAll('{isbn}', '{ordinary0}')
    .replaceAll('"isbn"', '"ordinary0"')
    .replaceAll('"shelf"', '"ordinary1"');
  return createMock({
    document: withNames(JSON.parse(document) as object, names),
    deployment: { parents: {}, users: {}, settings: {} },
    environment: {},
  });
}

/** What a mock answers to calls with other names than the ordinary ones, told in the ordinary ones. */
async function answersTo(
  made: readonly Call[],
  mock: Mock,
  names: readonly string[],
): Promise<unknown> {
  mock.reset();
  const answered = [];
  for (const { method, target, headers, body } of withNames(made, names)) {
    const response = await mock.fetch(target, {
      method,
      headers: [
        ['content-type', 'application/json'],
        ...headers.map(([header, value]): [string, string] => [header, value]),
      ],
      body: method === 'GET' ? null : body,
    });
    answered.push([response.status, replaceAll(await response.text(), names, ordinary)]);
  }
  return answered;
}

test('names that every object has are names like all others: of members, keys, parameters and headers', async () => {
  const [odd, plain] = [open(builtIn), open(ordinary)];
  await fc.assert(
    fc.asyncProperty(calls, async (made) => {
      expect(await answersTo(made, odd, builtIn)).toEqual(await answersTo(made, plain, ordinary));
    }),
    { numRuns: 200 },
  );
});

test('a document that describes a member __proto__ is refused, since no validator would look at it', async () => {
  const document = JSON.parse(
    JSON.stringify(shelfDocument).replaceAll('"shelf"', '"__proto__"'),
  ) as object;
  const deployment = { parents: {}, users: {}, settings: {} };
  expect(() => createMock({ document, deployment, environment: {} })).toThrow(
    /__proto__.*choose another/,
  );
});
