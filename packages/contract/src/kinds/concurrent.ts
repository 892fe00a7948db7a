import type { SequenceDefinition } from './kindDefinition.ts';

/** Overlapping requests end in a state that some order of them explains. */
export const concurrentKind = {
  group: 'sequence',
  on: 'resource',
  family: 'memory',
  says: 'overlapping requests end in a state that some order of them explains',
} as const satisfies SequenceDefinition;
