import type { SequenceDefinition } from './kindDefinition.ts';

/** Two resources share nothing. */
export const separateKind = {
  group: 'sequence',
  on: 'resource',
  family: 'memory',
  says: 'two resources share nothing',
} as const satisfies SequenceDefinition;
