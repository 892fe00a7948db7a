import type { KeywordDefinition } from './kindDefinition.ts';

/** A regular expression that a text must match. */
export const patternKind = {
  group: 'refuse',
  on: 'keyword',
  family: 'values',
  keyword: 'pattern',
  shape: { type: 'string', format: 'regex' },
  breach: (value) => `does not match ${value}`,
  example: { type: 'string', pattern: '^[a-z]+$' },
} as const satisfies KeywordDefinition<string>;
