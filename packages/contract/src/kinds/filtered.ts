import { promise } from './kindDefinition.ts';

export const filteredKind = promise(
  'memory',
  'a list that is asked for by the value of a property shows exactly what has that value',
);
