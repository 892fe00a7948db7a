import { conditionOf, tagReader } from '../conditions.ts';
import type { RefuseDefinition } from './kindDefinition.ts';

export const notModifiedKind = {
  group: 'refuse',
  on: 'operation',
  family: 'memory',
  says: 'names in `If-None-Match` the state of what it reads, or any by `*`; answered with 304, where that is documented, and without a body',
  read: ({ operation }, around) => {
    const condition = conditionOf(operation, 'if-none-match');
    const response = operation.responses.find(({ status }) => status === 304);
    if (condition === undefined || response === undefined || operation.action.does !== 'read')
      return [];
    if (tagReader(operation, around) !== operation) return [];
    const { name, binding, source } = condition;
    const isMust = binding === 'MUST' && response.binding === 'MUST';
    return [
      {
        text: `whose ${name} is the ETag of what is there, or *,`,
        element: name,
        source,
        outcome: {
          allow: [{ status: 304 }],
          warn: [],
          binding: isMust ? 'MUST' : 'SHOULD',
          source: response.source,
        },
      },
    ];
  },
} as const satisfies RefuseDefinition;
