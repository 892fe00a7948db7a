import type { RefuseDefinition } from './kindDefinition.ts';

export const bodyTypeKind = {
  group: 'refuse',
  on: 'bodySchema',
  family: 'body format',
  optional: true,
  says: 'has a body that is no object',
  read: ({ types }) =>
    types.length === 0
      ? []
      : [
          {
            text: `whose body is JSON but not of type ${types.join(' or ')}`,
            value: types,
          },
        ],
} as const satisfies RefuseDefinition;
