import type { AcceptDefinition } from './kindDefinition.ts';

/** A right request: whose path differs in letter case. */
export const pathCaseKind = {
  group: 'accept',
  on: 'operation',
  family: 'paths',
  says: 'whose path differs in letter case',
  read: (_entry, { paths: { ignoreCase, source } }) =>
    ignoreCase ? [{ text: 'whose path differs in letter case', source }] : [],
} as const satisfies AcceptDefinition;
