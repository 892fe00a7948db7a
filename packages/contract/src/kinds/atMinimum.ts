import type { AcceptDefinition } from './kindDefinition.ts';

export const atMinimumKind = {
  group: 'accept',
  on: 'property',
  family: 'limits',
  says: 'whose number is as small as it may be',
  read: ({ property: { name, minimum: value, enum: values } }) =>
    value === undefined || values !== undefined
      ? []
      : [{ text: `whose ${name} is ${value}`, value }],
  example: { type: 'integer', minimum: 3 },
} as const satisfies AcceptDefinition;
