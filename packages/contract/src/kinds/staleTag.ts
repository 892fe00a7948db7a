import { conditionOf, taggedRead } from '../conditions.ts';
import type { RefuseDefinition } from './kindDefinition.ts';

export const staleTagKind = {
  group: 'refuse',
  on: 'operation',
  family: 'memory',
  says: 'names in `If-Match` another state than that of what is there; answered with 412, where that is documented',
  read: ({ operation }, around) => {
    const condition = conditionOf(operation, 'if-match');
    const refused = operation.responses.find(({ status }) => status === 412);
    if (condition === undefined || refused === undefined) return [];
    if (taggedRead(operation, around) === undefined) return [];
    const { name, binding, source } = condition;
    const isMust = binding === 'MUST' && refused.binding === 'MUST';
    return [
      {
        text: `whose ${name} is the ETag of another state than that of what is there`,
        element: name,
        source,
        outcome: {
          allow: [{ status: 412 }],
          warn: [],
          binding: isMust ? 'MUST' : 'SHOULD',
          source: refused.source,
        },
      },
    ];
  },
} as const satisfies RefuseDefinition;
