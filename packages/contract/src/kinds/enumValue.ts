import type { AcceptDefinition } from './kindDefinition.ts';

export const enumValueKind = {
  group: 'accept',
  on: 'property',
  family: 'values',
  says: 'with each value of an enum in turn',
  read: ({ property: { name, enum: values }, in: place }) => {
    if (values === undefined || place === 'path') return [];
    const list = values.map((value) => JSON.stringify(value)).join(', ');
    return [{ text: `whose ${name} is any of ${list}`, value: values }];
  },
  example: { type: 'string', enum: ['red', 'green'] },
} as const satisfies AcceptDefinition;
