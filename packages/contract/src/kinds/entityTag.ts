import { tagReader } from '../conditions.ts';
import { headerOf } from '../location.ts';
import type { ResponseDefinition } from './kindDefinition.ts';

const writes: ReadonlySet<string> = new Set(['create', 'replace', 'merge', 'save']);

export const entityTagKind = {
  group: 'response',
  on: 'response',
  family: 'status, headers',
  says: 'an `ETag` is a valid entity tag; that of a read is another one after each change that the read shows, that of a write is the one that a read shows then',
  read: ({ response, headerScopes }, around) => {
    const header = headerOf(response, 'etag');
    const operation = around.operations.find(({ responses }) => responses.includes(response));
    if (header === undefined || operation === undefined) return [];
    const { does } = operation.action;
    const isWrite = writes.has(does) && tagReader(operation, around) !== undefined;
    if (does !== 'read' && !isWrite) return [];
    const binding = headerScopes.get(header.name)?.binding;
    const promise = isWrite
      ? 'the one that a read shows then'
      : 'another one after each change that it shows';
    return [
      {
        text: `the ${header.name} of the ${response.status} is a valid entity tag, and ${promise}`,
        element: header.name,
        source: header.source,
        ...(binding === undefined ? {} : { binding }),
      },
    ];
  },
} as const satisfies ResponseDefinition;
