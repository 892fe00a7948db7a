import { expect, test } from 'vitest';
import { parse, parseDocument } from 'yaml';
import { mergeInto } from './mergeInto.ts';

const text = 'first: &word {type: string} # A word.\nsecond: *word\nthird: [*word, other]\n';

function mergedText(after: object): string {
  const document = parseDocument(text);
  mergeInto(document, after);
  return document.toString();
}

const word = { type: 'string' };
const longer = { type: 'string', maxLength: 9 };

test.each([
  ['the anchor', { first: longer, second: word, third: [word, 'other'] }],
  ['one alias', { first: word, second: longer, third: [word, 'other'] }],
  ['another alias', { first: word, second: word, third: [longer, 'other'] }],
  ['nothing but aliases', { second: word, third: [longer, 'other'] }],
  ['all', { first: longer, second: longer, third: [longer, 'other'] }],
])('each place says what it shall where %s has something else', (_, after) => {
  expect(parse(mergedText(after))).toEqual(after);
});

test('an alias stays where its anchor says the same, and so do comments', () => {
  expect(mergedText({ first: word, second: word, third: [longer, 'other'] })).toBe(
    'first: &word {type: string} # A word.\nsecond: *word\nthird: [{type: string, maxLength: 9}, other]\n'
      .replaceAll('{', '{ ')
      .replaceAll('}', ' }')
      .replace('[', '[ ')
      .replace(']', ' ]'),
  );
  expect(mergedText({ first: longer, second: longer, third: [] })).toContain('second: *word');
});
