import type { KeywordDefinition } from './kindDefinition.ts';

/** A list in which no element stands twice. */
export const uniqueItemsKind = {
  group: 'refuse',
  on: 'keyword',
  family: 'values',
  keyword: 'uniqueItems',
  applies: (value) => value,
  shape: { type: 'boolean' },
  breach: () => 'has an element twice',
  example: { type: 'array', items: { type: 'string' }, uniqueItems: true },
} as const satisfies KeywordDefinition<boolean>;
