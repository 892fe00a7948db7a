import type { RefuseDefinition } from './kindDefinition.ts';

export const methodKind = {
  group: 'refuse',
  on: 'operation',
  family: 'paths',
  optional: true,
  says: 'uses a method that the path does not have',
  read: ({ methods }) =>
    methods === undefined
      ? []
      : [{ text: 'by a method that the path does not have', value: methods }],
} as const satisfies RefuseDefinition;
