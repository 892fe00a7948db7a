import type { AcceptDefinition } from './kindDefinition.ts';

export const atMaxLengthKind = {
  group: 'accept',
  on: 'property',
  family: 'limits',
  says: 'whose text is as long as it may be',
  read: ({ property: { name, maxLength: value, enum: values } }) =>
    value === undefined || values !== undefined
      ? []
      : [{ text: `whose ${name} has exactly ${value} characters`, value }],
  example: { type: 'string', maxLength: 8 },
} as const satisfies AcceptDefinition;
