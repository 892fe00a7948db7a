import type { ResponseDefinition } from './kindDefinition.ts';

export const contentTypeKind = {
  group: 'response',
  on: 'response',
  family: 'status, headers',
  says: 'the response is of the documented media type',
  read: ({ response: { status, mediaType, otherMediaTypes = [] }, body }) =>
    body === undefined || mediaType === undefined || otherMediaTypes.includes('*/*')
      ? []
      : [
          {
            text: `the ${status} is of media type ${[mediaType, ...otherMediaTypes].join(', ')}`,
            value: mediaType,
          },
        ],
} as const satisfies ResponseDefinition;
