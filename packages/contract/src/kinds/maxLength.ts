import { keywordRule } from './kindDefinition.ts';

/** The greatest number of characters (not bytes) of a text. */
export const maxLengthKind = keywordRule<number>({
  family: 'limits',
  keyword: 'maxLength',
  shape: { type: 'integer', minimum: 0 },
  breach: (value) => `has more than ${value} characters`,
  example: { type: 'string', maxLength: 8 },
});
