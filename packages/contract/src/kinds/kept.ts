import type { SequenceDefinition } from './kindDefinition.ts';

/** A read answers what was sent last. */
export const keptKind = {
  group: 'sequence',
  on: 'resource',
  family: 'memory',
  says: 'a read answers what was sent last',
  softened: (property) => `a read should answer the ${property} that was sent last`,
} as const satisfies SequenceDefinition;
