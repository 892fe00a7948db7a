import { textOf } from '../checks/json.ts';
import { refusedValues } from '../checks/refusedValues.ts';
import { exampleOf } from '../checks/samples.ts';

/** Characters that stand beside those of many patterns, and at which hasty patterns go wrong. */
const suspects: Readonly<Record<string, string>> = {
  digit: '1',
  underscore: '_',
  hyphen: '-',
  dot: '.',
  bracket: '[',
  space: ' ',
};

/** All of ASCII that is printed: some pattern leaves out only one of them. */
const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));

/** A character that the pattern leaves out: in the middle, at both ends, and the end of a line, before which `$` matches. */
export const pattern = refusedValues(({ clause, property, isKey }) => {
  const rule = new RegExp(property.pattern ?? '', 'u');
  const inside = Object.entries(suspects).map(
    ([name, one]) => [name, (text: string) => text.slice(0, -2) + one + text.slice(-2)] as const,
  );
  const wrong =
    [...Object.values(suspects), ...printable].find((one) => !rule.test(`ab${one}cd`)) ?? '!';
  const changes: readonly (readonly [string, (text: string) => string])[] = [
    ...inside,
    ['lineEnd', (text) => `${text}\n`],
    ['atEnd', (text) => text + wrong],
    // A key must begin as every key of the run does.
    ...(isKey ? [] : [['atStart', (text: string) => wrong + text] as const]),
  ];
  const example = exampleOf(property);
  // HTTP carries no end of a line in a header, and nothing blank at its ends (RFC 9110, 5.5).
  const carried = (text: string): string => (clause.in === 'header' ? text.trim() : text);
  return changes
    .filter(([, change]) => !rule.test(carried(change(example))))
    .map(([name, change]) => ({ name, make: (_, right) => change(textOf(right)) }));
});
