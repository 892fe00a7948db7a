import type { SequenceDefinition } from './kindDefinition.ts';

/** A repeated operation has the same effect. */
export const repeatableKind = {
  group: 'sequence',
  on: 'resource',
  family: 'memory',
  says: 'a repeated operation has the same effect',
} as const satisfies SequenceDefinition;
