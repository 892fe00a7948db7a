import { keywordRule } from './kindDefinition.ts';

/** A number that must be less than this. */
export const exclusiveMaximumKind = keywordRule<number>({
  family: 'limits',
  keyword: 'exclusiveMaximum',
  shape: { type: 'number' },
  breach: (value) => `is not less than ${value}`,
  example: { type: 'integer', exclusiveMaximum: 9 },
});
