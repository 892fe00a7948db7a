import type { AcceptDefinition } from './kindDefinition.ts';

export const atMaxItemsKind = {
  group: 'accept',
  on: 'property',
  family: 'limits',
  says: 'whose list is as long as it may be',
  read: ({ property: { name, schema } }) =>
    typeof schema['maxItems'] === 'number'
      ? [
          {
            text: `whose ${name} has exactly ${schema['maxItems']} elements`,
            value: schema['maxItems'],
          },
        ]
      : [],
  example: { type: 'array', items: { type: 'string' }, maxItems: 3 },
} as const satisfies AcceptDefinition;
