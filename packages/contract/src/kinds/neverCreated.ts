import { promise } from './kindDefinition.ts';

export const neverCreatedKind = promise(
  'memory',
  'a replace of what does not exist creates nothing',
);
