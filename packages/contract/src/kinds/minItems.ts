import { keywordRule } from './kindDefinition.ts';

/** The least number of elements of a list. */
export const minItemsKind = keywordRule<number>({
  family: 'limits',
  keyword: 'minItems',
  applies: (value) => value > 0,
  shape: { type: 'integer', minimum: 0 },
  breach: (value) => `has fewer than ${value} elements`,
  example: { type: 'array', items: { type: 'string' }, minItems: 2 },
});
