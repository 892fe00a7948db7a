import type { SequenceDefinition } from './kindDefinition.ts';

/** An operation that changes nothing changed nothing. */
export const readUnchangedKind = {
  group: 'sequence',
  on: 'resource',
  family: 'memory',
  says: 'an operation that changes nothing changed nothing',
} as const satisfies SequenceDefinition;
