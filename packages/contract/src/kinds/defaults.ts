import { promise } from './kindDefinition.ts';

export const defaultsKind = promise(
  'memory',
  'a property that was left out reads back as its default',
);
