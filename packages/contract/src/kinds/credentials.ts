import type { RefuseDefinition } from './kindDefinition.ts';

export const credentialsKind = {
  group: 'refuse',
  on: 'operation',
  family: 'sign-in',
  says: 'signs in with a wrong user name or password',
  read: ({ operation }) =>
    operation.action.does === 'open' ? [{ text: 'with a wrong user name or password' }] : [],
} as const satisfies RefuseDefinition;
