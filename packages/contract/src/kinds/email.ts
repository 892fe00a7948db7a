import { keywordRule } from './kindDefinition.ts';

/** A text that is an e-mail address. */
export const emailKind = keywordRule<string>({
  family: 'values',
  keyword: 'format',
  applies: (value) => value === 'email',
  shape: { type: 'string' },
  breach: () => 'is no e-mail address',
  example: { type: 'string', format: 'email' },
});
