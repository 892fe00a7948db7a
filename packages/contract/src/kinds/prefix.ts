import type { RefuseDefinition } from './kindDefinition.ts';

export const prefixKind = {
  group: 'refuse',
  on: 'property',
  family: 'values',
  says: 'has text that does not begin as `x-prefix` says',
  read: ({ property, its }) =>
    property.prefix === undefined
      ? []
      : [
          {
            text: `whose ${its} does not begin with ${property.prefix}`,
            value: property.prefix,
          },
        ],
} as const satisfies RefuseDefinition;
