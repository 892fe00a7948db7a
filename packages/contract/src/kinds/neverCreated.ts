import type { SequenceDefinition } from './kindDefinition.ts';

/** A replace of what does not exist creates nothing. */
export const neverCreatedKind = {
  group: 'sequence',
  on: 'resource',
  family: 'memory',
  says: 'a replace of what does not exist creates nothing',
} as const satisfies SequenceDefinition;
