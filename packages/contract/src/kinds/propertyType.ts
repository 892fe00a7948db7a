import type { ResponseDefinition } from './kindDefinition.ts';

export const propertyTypeKind = {
  group: 'response',
  on: 'property',
  family: 'response body',
  keywords: ['type'],
  says: 'a property is of its JSON type',
  read: ({ property: { types }, its }) =>
    types.length === 0 ? [] : [{ text: `${its} is of type ${types.join(' or ')}`, value: types }],
} as const satisfies ResponseDefinition;
