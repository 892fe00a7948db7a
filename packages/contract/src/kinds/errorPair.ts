import type { ResponseDefinition } from './kindDefinition.ts';

export const errorPairKind = {
  group: 'response',
  on: 'errors',
  family: 'error body',
  says: 'an error response has a status and an error name that are documented together',
  read: ({ responses }, { errors: { paired, source } }) =>
    paired && responses.some(({ response }) => response.error !== undefined)
      ? [
          {
            text: 'every error response has a status and an error name that are documented together',
            source,
          },
        ]
      : [],
} as const satisfies ResponseDefinition;
