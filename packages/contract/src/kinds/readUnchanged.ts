import { promise } from './kindDefinition.ts';

export const readUnchangedKind = promise(
  'memory',
  'an operation that changes nothing changed nothing',
);
