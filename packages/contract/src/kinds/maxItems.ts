import type { KeywordDefinition } from './kindDefinition.ts';

/** The greatest number of elements of a list. */
export const maxItemsKind = {
  group: 'refuse',
  on: 'keyword',
  family: 'limits',
  keyword: 'maxItems',
  shape: { type: 'integer', minimum: 0 },
  breach: (value) => `has more than ${value} elements`,
  example: { type: 'array', items: { type: 'string' }, maxItems: 2 },
} as const satisfies KeywordDefinition<number>;
