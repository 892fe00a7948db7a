import { promise } from './kindDefinition.ts';

export const mergedKind = promise(
  'memory',
  'a merge changes what it names, removes what is null, and leaves all else as it was',
);
