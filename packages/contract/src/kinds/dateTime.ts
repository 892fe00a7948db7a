import { keywordRule } from './kindDefinition.ts';

/** A text that is a date with a time, as RFC 3339 writes it. */
export const dateTimeKind = keywordRule<string>({
  family: 'values',
  keyword: 'format',
  applies: (value) => value === 'date-time',
  shape: { type: 'string' },
  breach: () => 'is no date with a time',
  example: { type: 'string', format: 'date-time' },
});
