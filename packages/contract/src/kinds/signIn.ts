import type { AcceptDefinition } from './kindDefinition.ts';

export const signInKind = {
  group: 'accept',
  on: 'operation',
  family: 'sign-in',
  says: 'with the right user name and password',
  read: ({ operation }) =>
    operation.action.does === 'open' ? [{ text: 'with the right user name and password' }] : [],
} as const satisfies AcceptDefinition;
