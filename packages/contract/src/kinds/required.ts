import type { RefuseDefinition } from './kindDefinition.ts';

export const requiredKind = {
  group: 'refuse',
  on: 'property',
  family: 'required',
  keywords: ['required'],
  says: 'leaves out a required property',
  read: ({ property, its }) => (property.required ? [{ text: `without ${its}` }] : []),
} as const satisfies RefuseDefinition;
