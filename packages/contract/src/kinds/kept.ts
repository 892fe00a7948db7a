import { promise } from './kindDefinition.ts';

export const keptKind = promise(
  'memory',
  'a read answers what was sent last',
  (property) => `a read should answer the ${property} that was sent last`,
);
