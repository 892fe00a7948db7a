import type { JsonSchema } from '../json.ts';
import type { ResponseDefinition } from './kindDefinition.ts';

export const headerKind = {
  group: 'response',
  on: 'response',
  family: 'status, headers',
  says: 'each documented header is there, and as documented',
  read: ({ response: { status, headers }, headerScopes }) =>
    headers.flatMap(({ name, required, schema, source }) => {
      // What need not be there, and may then be any text, no server can have wrong.
      if (!required && isAnyText(schema)) return [];
      const binding = headerScopes.get(name)?.binding;
      return [
        {
          text: `the ${status} has the header ${name}${required ? '' : ', if any,'} as documented`,
          element: name,
          source,
          ...(binding === undefined ? {} : { binding }),
        },
      ];
    }),
} as const satisfies ResponseDefinition;

const annotations: ReadonlySet<string> = new Set([
  'type',
  'title',
  'description',
  'example',
  'examples',
  'default',
  'deprecated',
]);

function isAnyText(schema: JsonSchema): boolean {
  const limits = Object.keys(schema).filter(
    (key) => !annotations.has(key) && !key.startsWith('x-'),
  );
  return limits.length === 0 && (schema['type'] ?? 'string') === 'string';
}
