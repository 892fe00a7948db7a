import { promise } from './kindDefinition.ts';

export const noOtherSecretsKind = promise(
  'secrets',
  'a secret that was sent appears nowhere but in properties marked sensitive',
);
