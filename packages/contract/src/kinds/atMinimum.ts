import type { AcceptDefinition } from './kindDefinition.ts';

/** A right request: whose number is as small as it may be. */
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
