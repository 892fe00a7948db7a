import { schemesOf } from '../signInWays.ts';
import type { AcceptDefinition } from './kindDefinition.ts';

export const schemeKind = {
  group: 'accept',
  on: 'operation',
  family: 'sign-in',
  says: 'signed in by one of several schemes among which a caller may choose',
  read: ({ operation }, { security }) => {
    const schemes = schemesOf(operation);
    if (schemes.length < 2) return [];
    return schemes.map((name) => ({
      text: `signed in by ${name}`,
      element: name,
      source: security[name]?.source ?? [],
    }));
  },
} as const satisfies AcceptDefinition;
