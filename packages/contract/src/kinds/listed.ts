import { promise } from './kindDefinition.ts';

export const listedKind = promise(
  'memory',
  'a list holds exactly what exists, each element equal to the single read',
);
