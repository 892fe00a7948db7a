import type { SequenceDefinition } from './kindDefinition.ts';

/** A secret that was sent appears nowhere but in properties marked sensitive. */
export const noOtherSecretsKind = {
  group: 'sequence',
  on: 'resource',
  family: 'secrets',
  says: 'a secret that was sent appears nowhere but in properties marked sensitive',
} as const satisfies SequenceDefinition;
