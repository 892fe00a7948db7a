import type { ResponseDefinition } from './kindDefinition.ts';

export const statusKind = {
  group: 'response',
  on: 'response',
  family: 'status, headers',
  says: 'a right request is answered with a documented success',
  read: ({ response: { status: code } }) => [{ text: `a right request is answered with ${code}` }],
} as const satisfies ResponseDefinition;
