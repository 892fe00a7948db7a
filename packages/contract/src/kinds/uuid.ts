import type { KeywordDefinition } from './kindDefinition.ts';

/** A text that is a UUID. */
export const uuidKind = {
  group: 'refuse',
  on: 'keyword',
  family: 'values',
  keyword: 'format',
  applies: (value) => value === 'uuid',
  shape: { type: 'string' },
  breach: () => 'is no UUID',
  example: { type: 'string', format: 'uuid' },
} as const satisfies KeywordDefinition<string>;
