import { keywordRule } from './kindDefinition.ts';

/** An object inside a body that has no other properties than those that are documented. */
export const additionalPropertiesKind = keywordRule({
  family: 'unknown properties',
  keyword: 'additionalProperties',
  optional: true,
  notInResponses: true,
  applies: (value) => value === false,
  shape: { type: ['boolean', 'object'] },
  breach: () => 'has a property that is not documented',
  example: {
    type: 'object',
    properties: { colour: { type: 'string' } },
    additionalProperties: false,
  },
});
