import { promise } from './kindDefinition.ts';

export const neverCreatedKind = promise(
  'memory',
  'a replace or merge of what does not exist creates nothing',
);
