import type { RefuseDefinition } from './kindDefinition.ts';

export const mediaTypeKind = {
  group: 'refuse',
  on: 'body',
  family: 'body format',
  optional: true,
  says: 'has a wrong or missing media type',
  read: (body) => [{ text: `of a media type other than ${body.mediaType}` }],
} as const satisfies RefuseDefinition;
