import type { RefuseDefinition } from './kindDefinition.ts';

export const emptyBodyKind = {
  group: 'refuse',
  on: 'body',
  family: 'body format',
  optional: true,
  says: 'has an empty body where one is required',
  read: ({ required }) => (required ? [{ text: 'with an empty body' }] : []),
} as const satisfies RefuseDefinition;
