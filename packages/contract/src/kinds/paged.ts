import { promise } from './kindDefinition.ts';

export const pagedKind = promise(
  'memory',
  'the pages of a list show everything once, none is longer than asked for, and none after the last holds anything',
);
