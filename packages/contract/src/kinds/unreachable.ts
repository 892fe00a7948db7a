import type { RefuseDefinition } from './kindDefinition.ts';

export const unreachableKind = {
  group: 'refuse',
  on: 'property',
  family: 'values',
  says: 'names a URL that cannot be reached (see `x-reachable`)',
  read: ({ property, its }) =>
    property.reachable === true ? [{ text: `whose ${its} cannot be reached` }] : [],
} as const satisfies RefuseDefinition;
