import type { ResponseDefinition } from './kindDefinition.ts';

export const undocumentedPropertyKind = {
  group: 'response',
  on: 'response',
  family: 'response body',
  keywords: ['additionalProperties', 'unevaluatedProperties'],
  says: 'the response has no property that is not documented',
  read: ({ response: { status }, body }) => {
    if (body === undefined || body.entries.length === 0) return [];
    const { property, scope } = body.root;
    const others = property.schema['additionalProperties'];
    if (others !== undefined && others !== false) return [];
    const text = `the ${status} has no property that is not documented`;
    return [
      { text, source: scope.source, binding: others === false ? property.binding : 'SHOULD' },
    ];
  },
} as const satisfies ResponseDefinition;
