import { keywordRule } from './kindDefinition.ts';

/** The least number that is right. */
export const minimumKind = keywordRule<number>({
  family: 'limits',
  keyword: 'minimum',
  // Breaking a minimum up to 0 would send a negative number.
  leftOpen: (value) => (value <= 0 ? 'negative' : undefined),
  shape: { type: 'number' },
  breach: (value) => `is less than ${value}`,
  example: { type: 'integer', minimum: 3 },
});
