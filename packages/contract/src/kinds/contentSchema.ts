import { keywordRule } from './kindDefinition.ts';

/** The schema of the JSON that a text holds. */
export const contentSchemaKind = keywordRule({
  family: 'values',
  keyword: 'contentSchema',
  notInResponses: true,
  shape: { type: 'object' },
  breach: () => 'holds text that breaks the schema of its content',
  example: {
    type: 'string',
    contentMediaType: 'application/json',
    contentSchema: { type: 'object', required: ['keys'] },
    // No engine makes one up.
    examples: ['{"keys":[]}'],
  },
});
