import type { RefuseDefinition } from './kindDefinition.ts';

export const takenKind = {
  group: 'refuse',
  on: 'operation',
  family: 'existence',
  says: 'creates a resource whose key is taken',
  read: ({ operation: { action } }, { resources }) => {
    if (action.does !== 'create') return [];
    const resource = resources.find(({ name }) => name === action.resource);
    const isChosen = resource?.key !== undefined && !resource.serverMade.includes(resource.key);
    return isChosen ? [{ text: 'whose key is taken' }] : [];
  },
} as const satisfies RefuseDefinition;
