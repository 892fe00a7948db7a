import type { RefuseDefinition } from './kindDefinition.ts';

export const transferKind = {
  group: 'refuse',
  on: 'operation',
  family: 'body format',
  optional: true,
  says: 'has a body that is sent in another way that HTTP has: in chunks, after `Expect`, its media type in capitals',
  read: ({ operation: { body } }) =>
    body === undefined
      ? []
      : [
          {
            text: 'whose body is sent in chunks, after Expect, or with its media type in capitals',
          },
        ],
} as const satisfies RefuseDefinition;
