import { expect, test } from 'vitest';
import type { Finding } from './faultyServer.ts';
import { compareMissed } from './missedFaults.ts';

function finding(fault: string, clauses: readonly string[]): Finding {
  const nothing = { warnings: [], checks: 1, whole: false, requests: 1, milliseconds: 1 };
  return { api: 'shop', fault, description: '', clauses, errors: [], ...nothing };
}

const names = Array.from({ length: 100 }, (_, index) => `break:shop.clause${index}`);
const breaks = new Map(names.map((name) => [name, [name.slice('break:'.length)]]));

/** A run in which these are not found. */
function runWithout(...missed: readonly string[]): readonly Finding[] {
  return names.map((name) => finding(name, missed.includes(name) ? [] : (breaks.get(name) ?? [])));
}

const [one = '', two = '', three = '', four = ''] = names;

test('what is missed as listed is as it should be', () => {
  const known = { [one]: 'Two are never equal.' };
  expect(compareMissed(runWithout(one), breaks, known)).toEqual({ found: 99, lines: [] });
});

test.each([
  ['missed without a reason', [one], {}, [/clause0: no check of its own clause finds it/]],
  ['listed, and found', [], { [one]: 'Because.' }, [/clause0: is listed as missed, and is found/]],
  ['listed, and no fault at all', [], { other: 'Because.' }, [/^other: is listed as missed/]],
  [
    'more than three of a hundred',
    [one, two, three, four],
    { [one]: 'a', [two]: 'b', [three]: 'c', [four]: 'd' },
    [/^4 of 100 are listed as missed, more than 3 of 100/],
  ],
])('what is %s is said', (_, missed, known, says) => {
  const { lines } = compareMissed(runWithout(...missed), breaks, known);
  expect(lines).toEqual(says.map((pattern) => expect.stringMatching(pattern)));
});

test('a fault of another clause than its own is no find, and one that was not tried is said', () => {
  const results = [finding(one, ['shop.clause7']), { api: 'shop', fault: two, failed: 'it hung' }];
  expect(compareMissed(results as never, breaks, {})).toEqual({
    found: 0,
    lines: [`${two}: could not be tried: it hung`, expect.stringContaining('found: shop.clause7')],
  });
});
