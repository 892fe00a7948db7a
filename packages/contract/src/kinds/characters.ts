import type { SequenceDefinition } from './kindDefinition.ts';

/** Every kind of text reads back exactly as sent. */
export const charactersKind = {
  group: 'sequence',
  on: 'resource',
  family: 'memory',
  says: 'every kind of text reads back exactly as sent',
} as const satisfies SequenceDefinition;
