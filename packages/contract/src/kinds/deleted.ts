import { promise } from './kindDefinition.ts';

export const deletedKind = promise(
  'memory',
  'what was deleted is gone from read and list, and its key is free',
);
