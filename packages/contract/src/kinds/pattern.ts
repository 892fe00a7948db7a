import { keywordRule } from './kindDefinition.ts';

/** A regular expression that a text must match. */
export const patternKind = keywordRule<string>({
  family: 'values',
  keyword: 'pattern',
  shape: { type: 'string', format: 'regex' },
  breach: (value) => `does not match ${value}`,
  example: { type: 'string', pattern: '^[a-z]+$' },
});
