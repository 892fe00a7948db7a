import { promise } from './kindDefinition.ts';

export const concurrentKind = promise(
  'memory',
  'overlapping requests end in a state that some order of them explains',
);
