import { keywordRule } from './kindDefinition.ts';

/** A whole number of 32 bits. */
export const int32Kind = keywordRule<string>({
  family: 'limits',
  keyword: 'format',
  applies: (value) => value === 'int32',
  shape: { type: 'string' },
  breach: () => 'is beyond 32 bits',
  example: { type: 'integer', format: 'int32' },
});
