import { keywordRule } from './kindDefinition.ts';

/** The least number of characters (not bytes) of a text. */
export const minLengthKind = keywordRule<number>({
  family: 'limits',
  keyword: 'minLength',
  applies: (value) => value > 0,
  // Breaking a minimum length of 1 would send an empty text.
  leftOpen: (value) => (value === 1 ? 'empty' : undefined),
  shape: { type: 'integer', minimum: 0 },
  breach: (value) => (value === 1 ? 'is empty' : `has fewer than ${value} characters`),
  example: { type: 'string', minLength: 2 },
});
