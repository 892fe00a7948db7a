import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { sieveOf, TextSearch } from './textSearch.ts';

function lowered(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** The naive way: each pattern is tried at each place. Marks what belongs to one, and where two of them do not meet. */
function naiveRanges(patterns: readonly string[], text: string): [number, number][] {
  const found = patterns
    .flatMap((pattern) =>
      Array.from({ length: text.length }, (_, start): [number, number] => [
        start,
        start + pattern.length,
      ]).filter(([start, end]) => lowered(text.slice(start, end)) === lowered(pattern)),
    )
    .toSorted(([a], [b]) => a - b);
  const ranges: [number, number][] = [];
  for (const [start, end] of found) {
    const last = ranges.at(-1);
    if (last !== undefined && start < last[1]) last[1] = Math.max(last[1], end);
    else ranges.push([start, end]);
  }
  return ranges;
}

/** Few different characters, so that patterns stand in each other and in the text. */
const units = fc.constantFrom('a', 'b', 'B', 'ä', '\ud83d', '\ude00', '\0');
const pattern = fc.string({ unit: units, minLength: 1, maxLength: 5 });

test('it finds what trying each pattern at each place finds', () => {
  fc.assert(
    fc.property(
      fc.array(pattern, { maxLength: 8 }),
      fc.string({ unit: units, maxLength: 60 }),
      (patterns, text) => {
        const search = new TextSearch(patterns);
        expect(search.ranges(text)).toEqual(naiveRanges(patterns, text));
        // A search is of no text in particular.
        expect(search.ranges(text)).toEqual(naiveRanges(patterns, text));
      },
    ),
    { numRuns: 2000 },
  );
});

test('the sieve lets through what stands in one of the texts, in any case, and little else', () => {
  const words = fc.string({ unit: fc.constantFrom('a', 'B', 'ä', '😀'), minLength: 3 });
  fc.assert(
    fc.property(fc.array(words, { minLength: 1 }), fc.nat(), fc.nat(), (texts, which, where) => {
      const text = texts[which % texts.length] ?? '';
      const start = where % (text.length - 2);
      const part = text.slice(start, Math.max(start + 3, start + (which % text.length)));
      expect(sieveOf(texts)(part.toUpperCase().replaceAll('Ä', 'ä'))).toBe(true);
    }),
  );
  const mayStand = sieveOf(['some words of a server']);
  expect(mayStand('a server that says nothing of the kind')).toBe(false);
  expect(mayStand('secret')).toBe(false);
});

test.each([
  ['that overlap are one range', ['abc', 'cde'], 'xabcdex', [[1, 6]]],
  ['that only touch are two', ['abc'], 'abcabc', [[0, 3], [3, 6]]], // oxfmt-ignore
  ['within a longer one belong to it', ['bcd', 'abcde'], 'abcde', [[0, 5]]],
  ['of one letter again and again are one', ['aa'], 'aaaaa', [[0, 5]]],
  ['that end alike are found', ['abcd', 'cd'], 'xcd abcd', [[1, 3], [4, 8]]], // oxfmt-ignore
])('patterns %s', (_, patterns, text, ranges) => {
  expect(new TextSearch(patterns).ranges(text)).toEqual(ranges);
});

/** Steps for a text and patterns of the given size, in the worst ways: all alike but for the end, and all of one letter. */
function stepsFor(size: number): number {
  const many = Array.from({ length: size }, (_, index) => `a common beginning ${index}`);
  const deep = ['a'.repeat(size), `${'a'.repeat(size)}b`];
  const text = `${'a'.repeat(size)}c`.repeat(3) + 'a common beginning 1'.repeat(size);
  const search = new TextSearch([...many, ...deep]);
  search.ranges(text);
  return search.steps;
}

test('ten times as much text and ten times as many patterns take about ten times as many steps', () => {
  const [small, large] = [stepsFor(500), stepsFor(5000)];
  expect(large / small).toBeLessThan(12);
  // Two for each unit of a pattern, two for each of the text.
  const size = 5000 * 24 + 2 * 5001 + 3 * 5001 + 20 * 5000;
  expect(large).toBeLessThan(2.5 * size);
});

test('it gives up when it is told to, while it is built and while it searches', () => {
  expect(new TextSearch(['a'.repeat(10_000)], () => true).ranges('x')).toBeUndefined();
  let isOver = false;
  const search = new TextSearch(['abc'], () => isOver);
  expect(search.ranges('abc'.repeat(5000))).toHaveLength(5000);
  isOver = true;
  expect(search.ranges('abc'.repeat(5000))).toBeUndefined();
});

test('patterns that would fill the memory are not searched for', () => {
  const patterns = Array.from({ length: 3 }, () => 'x'.repeat(2 ** 20));
  expect(new TextSearch(patterns).ranges('y')).toBeUndefined();
});
