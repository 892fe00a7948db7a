import type { SequenceDefinition } from './kindDefinition.ts';

/** A property that was left out reads back as its default. */
export const defaultsKind = {
  group: 'sequence',
  on: 'resource',
  family: 'memory',
  says: 'a property that was left out reads back as its default',
} as const satisfies SequenceDefinition;
