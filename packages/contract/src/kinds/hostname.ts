import type { KeywordDefinition } from './kindDefinition.ts';

/** A text that is the name of a host. */
export const hostnameKind = {
  group: 'refuse',
  on: 'keyword',
  family: 'values',
  keyword: 'format',
  applies: (value) => value === 'hostname',
  shape: { type: 'string' },
  breach: () => 'is no name of a host',
  example: { type: 'string', format: 'hostname' },
} as const satisfies KeywordDefinition<string>;
