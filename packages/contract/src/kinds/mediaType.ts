import type { RefuseDefinition } from './kindDefinition.ts';

export const mediaTypeKind = {
  group: 'refuse',
  on: 'body',
  family: 'body format',
  optional: true,
  says: 'has a wrong or missing media type',
  read: ({ mediaType, otherMediaTypes = [] }) =>
    otherMediaTypes.includes('*/*')
      ? []
      : [{ text: `of a media type other than ${[mediaType, ...otherMediaTypes].join(', ')}` }],
} as const satisfies RefuseDefinition;
