import { locatedBy } from '../location.ts';
import type { ResponseDefinition } from './kindDefinition.ts';

export const locationKind = {
  group: 'response',
  on: 'response',
  family: 'status, headers',
  says: 'the `Location` of a 201 leads to what was created',
  read: ({ response, headerScopes }, around) => {
    const operation = around.operations.find(({ responses }) => responses.includes(response));
    const located = operation && locatedBy(operation, response, around);
    if (located === undefined) return [];
    const { header, resource } = located;
    const binding = headerScopes.get(header.name)?.binding;
    return [
      {
        text: `the ${header.name} of the ${response.status} leads to the ${resource.name} that was created`,
        element: header.name,
        source: header.source,
        ...(binding === undefined ? {} : { binding }),
      },
    ];
  },
} as const satisfies ResponseDefinition;
