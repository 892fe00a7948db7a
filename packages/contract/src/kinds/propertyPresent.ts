import type { ResponseDefinition } from './kindDefinition.ts';

export const propertyPresentKind = {
  group: 'response',
  on: 'property',
  family: 'response body',
  keywords: ['required'],
  says: 'a required property is there',
  // That a property has a type does not say that it is there.
  read: ({ property: { name, required }, status }) =>
    required && name !== '$' ? [{ text: `${name} is in the ${status}`, everyRow: true }] : [],
} as const satisfies ResponseDefinition;
