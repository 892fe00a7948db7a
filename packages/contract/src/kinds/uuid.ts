import { keywordRule } from './kindDefinition.ts';

/** A text that is a UUID. */
export const uuidKind = keywordRule<string>({
  family: 'values',
  keyword: 'format',
  applies: (value) => value === 'uuid',
  shape: { type: 'string' },
  breach: () => 'is no UUID',
  example: { type: 'string', format: 'uuid' },
});
