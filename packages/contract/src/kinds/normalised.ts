import { promise } from './kindDefinition.ts';

export const normalisedKind = promise(
  'memory',
  'a value with several spellings reads back in the documented one',
);
