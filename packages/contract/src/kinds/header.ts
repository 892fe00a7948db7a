import type { ResponseDefinition } from './kindDefinition.ts';

export const headerKind = {
  group: 'response',
  on: 'response',
  family: 'status, headers',
  says: 'each documented header is there, and as documented',
  read: ({ response: { status, headers }, headerScopes }) =>
    headers.map(({ name, required, source }) => {
      const binding = headerScopes.get(name)?.binding;
      return {
        text: `the ${status} has the header ${name}${required ? '' : ', if any,'} as documented`,
        element: name,
        source,
        ...(binding === undefined ? {} : { binding }),
      };
    }),
} as const satisfies ResponseDefinition;
