import type { ResponseDefinition } from './kindDefinition.ts';

export const noBodyKind = {
  group: 'response',
  on: 'response',
  family: 'status, headers',
  says: 'a response that is documented without a body has none',
  read: ({ response: { status, mediaType, anyBody }, body }) =>
    (body === undefined || mediaType === undefined) && anyBody !== true
      ? [{ text: `the ${status} has no body` }]
      : [],
} as const satisfies ResponseDefinition;
