import type { SequenceDefinition } from './kindDefinition.ts';

/** A value with several spellings reads back in the documented one. */
export const normalisedKind = {
  group: 'sequence',
  on: 'resource',
  family: 'memory',
  says: 'a value with several spellings reads back in the documented one',
} as const satisfies SequenceDefinition;
