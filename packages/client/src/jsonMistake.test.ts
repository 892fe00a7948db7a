import { expect, test } from 'vitest';
import { jsonMistake } from './jsonMistake.ts';

test.each([
  ['', 1, 1, 'a value is expected'],
  ['{"a":\n  hunter2}', 2, 3, 'a value is expected'],
  ['{"a": 1,}', 1, 9, 'a name in double quotes is expected'],
  ["{'a': 1}", 1, 2, 'a name in double quotes or } is expected'],
  ['{"a" 1}', 1, 6, 'a colon is expected'],
  ['{"a": 1\n "b": 2}', 2, 2, 'a comma or } is expected'],
  ['[1 2]', 1, 4, 'a comma or ] is expected'],
  ['[1, 2', 1, 6, 'a comma or ] is expected'],
  ['[,]', 1, 2, 'a value or ] is expected'],
  ['{"a": 01}', 1, 8, 'a comma or } is expected'],
  ['{"a": 1}\n}', 2, 1, 'the end is expected'],
  ['{"a": "hunter2\n"}', 1, 7, 'the text that begins here does not end in its line'],
  ['{"a": "hunter2', 1, 7, 'the text that begins here does not end in its line'],
  [String.raw`{"C:\path": 1}`, 1, 2, 'or holds what JSON writes in another way'],
])('%j is wrong in line %i, column %i: %s', (text, line, column, why) => {
  const said = jsonMistake(text);
  expect(said).toMatch(`line ${line}, column ${column}: `);
  expect(said).toContain(why);
  expect(said).not.toContain('hunter2');
});

test('a mistake is found where the parser finds one, and nowhere else', () => {
  const right = String.raw`{"a": [1, -2.5e+3, {}, [], "\u00e9\n", true], "b": {"c": null}, "d": 0}`;
  const signs = ['', ...'{}[],:"\\1a-.e \n'.split('')];
  let count = 0;
  for (let at = 0; at <= right.length; at += 1)
    for (const sign of signs)
      for (const dropped of [0, 1]) {
        const text = right.slice(0, at) + sign + right.slice(at + dropped);
        let isRight = true;
        try {
          JSON.parse(text);
        } catch {
          isRight = false;
          count += 1;
        }
        expect([text, jsonMistake(text) === undefined]).toEqual([text, isRight]);
      }
  expect(count).toBeGreaterThan(500);
});

test('a long text, and one that is nested deep, are read at once', () => {
  expect(jsonMistake(JSON.stringify('x'.repeat(5_000_000)))).toBeUndefined();
  const deep = '['.repeat(200_000);
  expect(jsonMistake(deep)).toMatch(/^line 1, column 200001: /);
});

test.each(['x'.repeat(10_000), String.raw`x\n`.repeat(10_000)])(
  'a long text that is not closed is refused at once',
  (unclosed) => {
    expect(jsonMistake(`{"${unclosed}`)).toMatch(/^line 1, column 2: the text that begins here/);
    expect(jsonMistake(`{"a": "${unclosed}\n"}`)).toMatch(/^line 1, column 7: /);
  },
);
