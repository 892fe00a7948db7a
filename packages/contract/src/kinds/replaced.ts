import type { SequenceDefinition } from './kindDefinition.ts';

/** A replace or save keeps nothing of the value before. */
export const replacedKind = {
  group: 'sequence',
  on: 'resource',
  family: 'memory',
  says: 'a replace or save keeps nothing of the value before',
} as const satisfies SequenceDefinition;
