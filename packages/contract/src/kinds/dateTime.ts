import type { KeywordDefinition } from './kindDefinition.ts';

/** A text that is a date with a time, as RFC 3339 writes it. */
export const dateTimeKind = {
  group: 'refuse',
  on: 'keyword',
  family: 'values',
  keyword: 'format',
  applies: (value) => value === 'date-time',
  shape: { type: 'string' },
  breach: () => 'is no date with a time',
  example: { type: 'string', format: 'date-time' },
} as const satisfies KeywordDefinition<string>;
