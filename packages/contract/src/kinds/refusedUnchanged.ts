import type { SequenceDefinition } from './kindDefinition.ts';

/** A refused request changed nothing. */
export const refusedUnchangedKind = {
  group: 'sequence',
  on: 'resource',
  family: 'memory',
  says: 'a refused request changed nothing',
} as const satisfies SequenceDefinition;
