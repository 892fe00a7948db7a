import type { SequenceDefinition } from './kindDefinition.ts';

/** What was deleted is gone from read and list, and its key is free. */
export const deletedKind = {
  group: 'sequence',
  on: 'resource',
  family: 'memory',
  says: 'what was deleted is gone from read and list, and its key is free',
} as const satisfies SequenceDefinition;
