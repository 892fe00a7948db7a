import type { RefuseDefinition } from './kindDefinition.ts';

export const permissionKind = {
  group: 'refuse',
  on: 'operation',
  family: 'roles, order',
  says: 'comes from a role that the operation does not list',
  read: ({ operation: { roles } }, document) =>
    roles !== undefined && document.roles.some(({ name }) => !roles.includes(name))
      ? [{ text: `of a role other than ${roles.join(', ')}`, value: roles }]
      : [],
} as const satisfies RefuseDefinition;
