import type { SequenceDefinition } from './kindDefinition.ts';

/** A list holds exactly what exists, each element equal to the single read. */
export const listedKind = {
  group: 'sequence',
  on: 'resource',
  family: 'memory',
  says: 'a list holds exactly what exists, each element equal to the single read',
} as const satisfies SequenceDefinition;
