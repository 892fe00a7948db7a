import { headerOf } from '../location.ts';
import type { ResponseDefinition } from './kindDefinition.ts';

export const sameTagKind = {
  group: 'response',
  on: 'response',
  family: 'status, headers',
  says: 'the `ETag` of a read should stay the same while what it shows does',
  read: ({ response }, { operations }) => {
    const header = headerOf(response, 'etag');
    const operation = operations.find(({ responses }) => responses.includes(response));
    if (header === undefined || operation?.action.does !== 'read') return [];
    return [
      {
        text: `the ${header.name} of the ${response.status} should stay the same while what it shows does`,
        element: header.name,
        source: header.source,
        // The standard says when a tag has to change, and nowhere that it may not.
        binding: 'SHOULD',
      },
    ];
  },
} as const satisfies ResponseDefinition;
