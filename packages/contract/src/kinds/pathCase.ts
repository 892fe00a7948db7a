import type { AcceptDefinition } from './kindDefinition.ts';

export const pathCaseKind = {
  group: 'accept',
  on: 'operation',
  family: 'paths',
  says: 'whose path differs in letter case',
  read: (_entry, { paths: { ignoreCase, source } }) =>
    ignoreCase ? [{ text: 'whose path differs in letter case', source }] : [],
} as const satisfies AcceptDefinition;
