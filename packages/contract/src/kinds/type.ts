import type { RefuseDefinition } from './kindDefinition.ts';

export const typeKind = {
  group: 'refuse',
  on: 'property',
  family: 'types, null',
  keywords: ['type'],
  says: 'has a property of the wrong JSON type',
  read: ({ property: { types }, its, in: place }) =>
    // Everything in a query or a header is text: a text there has no wrong type.
    types.length > 0 && (place === undefined || !types.includes('string'))
      ? [{ text: `whose ${its} is not of type ${types.join(' or ')}`, value: types }]
      : [],
} as const satisfies RefuseDefinition;
