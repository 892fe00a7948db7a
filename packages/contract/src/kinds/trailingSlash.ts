import type { AcceptDefinition } from './kindDefinition.ts';

export const trailingSlashKind = {
  group: 'accept',
  on: 'operation',
  family: 'paths',
  says: 'with or without a slash at the end of its path',
  read: (_entry, { paths: { trailingSlash: slash, slashSource: source } }) =>
    slash === 'optional'
      ? [{ text: 'with or without a slash at the end of its path', source }]
      : [],
} as const satisfies AcceptDefinition;
