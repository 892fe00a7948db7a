import type { KeywordDefinition } from './kindDefinition.ts';

/** A number of which only multiples are right. */
export const multipleOfKind = {
  group: 'refuse',
  on: 'keyword',
  family: 'values',
  keyword: 'multipleOf',
  shape: { type: 'number', exclusiveMinimum: 0 },
  breach: (value) => `is no multiple of ${value}`,
  example: { type: 'integer', multipleOf: 5 },
} as const satisfies KeywordDefinition<number>;
