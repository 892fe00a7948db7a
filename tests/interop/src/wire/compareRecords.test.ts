import { expect, test } from 'vitest';
import { compareRecords, type ClientRecords } from './compareRecords.ts';
import type { ExplainedDifference } from './explainedDifferences.ts';

/** What a client did that made one call, with a path, headers and a body of its own. */
function client(
  name: string,
  change: { target?: string; body?: string; status?: string },
): ClientRecords {
  return {
    name,
    api: 'shelves',
    records: [
      {
        call: {
          operation: 'addShelf',
          what: 'plain',
          parameters: [],
          path: {},
          query: {},
          answer: 201,
          signedIn: false,
        },
        received: [
          {
            method: 'POST',
            target: change.target ?? '/shelves?a=1&b=2',
            headers: { 'content-type': 'application/json' },
            body: Buffer.from(change.body ?? '{"a":1,"b":2}'),
          },
        ],
        outcome: change.status ?? '201',
      },
    ],
  };
}

const ours = client('ours', {});
const longer: ExplainedDifference = {
  clients: ['other'],
  api: 'shelves',
  part: 'path',
  explains: ({ expected, actual }) => actual.startsWith(expected),
  reason: 'it asks for a longer path',
};

test('the order of a query and of a body is no difference', () => {
  const other = client('other', { target: '/shelves?b=2&a=1', body: '{"b":2,"a":1}' });
  expect(compareRecords([ours, other], []).isRight).toBe(true);
});

test.each([
  ['path', { target: '/shelf?a=1&b=2' }],
  ['query', { target: '/shelves?a=1&b=3' }],
  ['query', { target: '/shelves?a=1&b=2&b=2' }],
  ['body', { body: '{"a":1,"b":"2"}' }],
  ['outcome', { status: '200' }],
])('another %s is told: %j', (part, change) => {
  const { lines, isRight } = compareRecords([ours, client('other', change)], []);
  expect(isRight).toBe(false);
  expect(lines.filter((line) => line.startsWith('FAILED'))).toEqual([
    expect.stringContaining(`other shelves addShelf (plain), ${part}: `),
  ]);
});

test('an explanation is for its own difference, and one that explains nothing is told', () => {
  const other = client('other', { target: '/shelves/one?a=1&b=2' });
  expect(compareRecords([ours, other], [longer]).isRight).toBe(true);
  const { lines, isRight } = compareRecords([ours, client('other', {})], [longer]);
  expect(isRight).toBe(false);
  expect(lines).toContain(
    'FAILED: nothing is explained by: other shelves, path: it asks for a longer path',
  );
});

test('a call that a client did not make is told', () => {
  expect(compareRecords([ours, { ...ours, name: 'other', records: [] }], []).isRight).toBe(false);
});
