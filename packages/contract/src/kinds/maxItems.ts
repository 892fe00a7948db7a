import { keywordRule } from './kindDefinition.ts';

/** The greatest number of elements of a list. */
export const maxItemsKind = keywordRule<number>({
  family: 'limits',
  keyword: 'maxItems',
  shape: { type: 'integer', minimum: 0 },
  breach: (value) => `has more than ${value} elements`,
  example: { type: 'array', items: { type: 'string' }, maxItems: 2 },
});
