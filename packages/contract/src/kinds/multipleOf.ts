import { keywordRule } from './kindDefinition.ts';

/** A number of which only multiples are right. */
export const multipleOfKind = keywordRule<number>({
  family: 'values',
  keyword: 'multipleOf',
  shape: { type: 'number', exclusiveMinimum: 0 },
  breach: (value) => `is no multiple of ${value}`,
  example: { type: 'integer', multipleOf: 5 },
});
