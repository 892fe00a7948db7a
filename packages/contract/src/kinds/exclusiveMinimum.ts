import { keywordRule } from './kindDefinition.ts';

/** A number that must be more than this. */
export const exclusiveMinimumKind = keywordRule<number>({
  family: 'limits',
  keyword: 'exclusiveMinimum',
  leftOpen: (value) => (value < 0 ? 'negative' : undefined),
  shape: { type: 'number' },
  breach: (value) => `is not more than ${value}`,
  example: { type: 'integer', exclusiveMinimum: 3 },
});
