import { keywordRule } from './kindDefinition.ts';

/** The greatest number that is right. */
export const maximumKind = keywordRule<number>({
  family: 'limits',
  keyword: 'maximum',
  shape: { type: 'number' },
  breach: (value) => `is more than ${value}`,
  example: { type: 'integer', maximum: 9 },
});
