import type { SequenceDefinition } from './kindDefinition.ts';

/** The properties that are never returned are in no response. */
export const neverReturnedKind = {
  group: 'sequence',
  on: 'resource',
  family: 'secrets',
  says: 'the properties that are never returned are in no response',
} as const satisfies SequenceDefinition;
