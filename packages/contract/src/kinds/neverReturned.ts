import { promise } from './kindDefinition.ts';

export const neverReturnedKind = promise(
  'secrets',
  'the properties that are never returned are in no response',
);
