import type { AcceptDefinition } from './kindDefinition.ts';

export const minimalKind = {
  group: 'accept',
  on: 'operation',
  family: 'required',
  says: 'with nothing but what is required',
  read: ({ operation }) =>
    operation.action.does === 'open' ? [] : [{ text: 'with nothing but what is required' }],
} as const satisfies AcceptDefinition;
