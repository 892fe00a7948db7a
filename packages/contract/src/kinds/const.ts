import type { KeywordDefinition } from './kindDefinition.ts';

/** The only value that is right. */
export const constKind = {
  group: 'refuse',
  on: 'keyword',
  family: 'values',
  keyword: 'const',
  shape: {},
  breach: (value) => `is not ${JSON.stringify(value)}`,
  example: { type: 'string', const: 'red' },
} as const satisfies KeywordDefinition;
