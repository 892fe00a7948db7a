import { keywordRule } from './kindDefinition.ts';

/** The only value that is right. */
export const constKind = keywordRule({
  family: 'values',
  keyword: 'const',
  shape: {},
  breach: (value) => `is not ${JSON.stringify(value)}`,
  example: { type: 'string', const: 'red' },
});
