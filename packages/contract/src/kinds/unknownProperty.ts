import type { RefuseDefinition } from './kindDefinition.ts';

export const unknownPropertyKind = {
  group: 'refuse',
  on: 'bodySchema',
  family: 'unknown properties',
  keywords: ['additionalProperties', 'unevaluatedProperties'],
  optional: true,
  says: 'has a property that is not documented',
  read: ({ types, schema: { additionalProperties: others } }) =>
    types.includes('object') && (others === undefined || others === false)
      ? [{ text: 'with a property that is not documented' }]
      : [],
} as const satisfies RefuseDefinition;
