import { promise } from './kindDefinition.ts';

export const replacedKind = promise(
  'memory',
  'a replace or save keeps nothing of the value before',
);
