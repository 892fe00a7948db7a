// The linter does not know a test that was extended.
/* oxlint-disable vitest/no-standalone-expect */
import { describe, expect } from 'vitest';
import { createShelfMock } from '../fixtures/createShelfMock.ts';
import { addAndList } from '../fixtures/shelfCalls.ts';
import { testWithMock } from './vitest.ts';

const test = testWithMock(createShelfMock);
const ports = new Set<string>();

describe.concurrent('tests at the same time', () => {
  test.for(['Emma', 'Persuasion', 'Sanditon'])('%s stands alone', async (title, { mock }) => {
    ports.add(new URL(mock.url).port);
    expect(await addAndList(mock.url, title)).toEqual([title]);
    mock.verify({ operation: 'addBook', times: 1, body: { title } });
    expect(mock.calls({ operation: 'listBooks' })).toHaveLength(1);
    mock.reset();
    expect(mock.state.read().resources).toEqual({});
    expect(mock.requests).toEqual([]);
  });
});

test('all of them use one port', ({ mock }) => {
  ports.add(new URL(mock.url).port);
  expect(ports.size).toBe(1);
});
