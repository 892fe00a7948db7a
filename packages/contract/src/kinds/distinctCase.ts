import type { SequenceDefinition } from './kindDefinition.ts';

/** Keys that differ only in letter case are two resources. */
export const distinctCaseKind = {
  group: 'sequence',
  on: 'resource',
  family: 'memory',
  says: 'keys that differ only in letter case are two resources',
} as const satisfies SequenceDefinition;
