import { conditionOf, taggedRead } from '../conditions.ts';
import type { AcceptDefinition } from './kindDefinition.ts';

export const presentTagKind = {
  group: 'accept',
  on: 'operation',
  family: 'memory',
  says: 'that names in `If-Match` the state of what is there, or any by `*`',
  read: ({ operation }, around) => {
    const condition = conditionOf(operation, 'if-match');
    if (condition === undefined || taggedRead(operation, around) === undefined) return [];
    const { name, binding, source } = condition;
    const text = `whose ${name} is the ETag of what is there, or *,`;
    return [{ text, element: name, binding, source }];
  },
} as const satisfies AcceptDefinition;
