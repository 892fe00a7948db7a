import type { KeywordDefinition } from './kindDefinition.ts';

/** A text that is an e-mail address. */
export const emailKind = {
  group: 'refuse',
  on: 'keyword',
  family: 'values',
  keyword: 'format',
  applies: (value) => value === 'email',
  shape: { type: 'string' },
  breach: () => 'is no e-mail address',
  example: { type: 'string', format: 'email' },
} as const satisfies KeywordDefinition<string>;
