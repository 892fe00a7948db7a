import type { RefuseDefinition } from './kindDefinition.ts';

/** A request that has a wrong or missing media type. */
export const mediaTypeKind = {
  group: 'refuse',
  on: 'body',
  family: 'body format',
  optional: true,
  says: 'has a wrong or missing media type',
  read: (body) => [{ text: `of a media type other than ${body.mediaType}` }],
} as const satisfies RefuseDefinition;
