import type { AcceptDefinition } from './kindDefinition.ts';

export const atMaximumKind = {
  group: 'accept',
  on: 'property',
  family: 'limits',
  says: 'whose number is as great as it may be',
  read: ({ property: { name, maximum: value, enum: values } }) =>
    value === undefined || values !== undefined
      ? []
      : [{ text: `whose ${name} is ${value}`, value }],
  example: { type: 'integer', maximum: 9 },
} as const satisfies AcceptDefinition;
