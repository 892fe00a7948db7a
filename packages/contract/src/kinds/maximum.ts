import type { KeywordDefinition } from './kindDefinition.ts';

/** The greatest number that is right. */
export const maximumKind = {
  group: 'refuse',
  on: 'keyword',
  family: 'limits',
  keyword: 'maximum',
  also: ['exclusiveMaximum'],
  shape: { type: 'number' },
  breach: (value) => `is more than ${value}`,
  example: { type: 'integer', maximum: 9 },
} as const satisfies KeywordDefinition<number>;
