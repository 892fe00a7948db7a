import type { RefuseDefinition } from './kindDefinition.ts';

export const headKind = {
  group: 'refuse',
  on: 'operation',
  family: 'paths',
  optional: true,
  says: 'asks by HEAD for what GET answers',
  read: ({ operation: { method } }) =>
    method === 'GET' ? [{ text: 'by HEAD instead of GET' }] : [],
} as const satisfies RefuseDefinition;
