import type { Keywords, RefuseDefinition } from './kindDefinition.ts';

export const pathParameterKind = {
  group: 'refuse',
  on: 'path',
  family: 'paths',
  says: 'has a path parameter that breaks its schema',
  read: ({ property: { name, types }, keywords }) =>
    canBreak(types, keywords) ? [{ text: `whose ${name} in the path breaks its schema` }] : [],
} as const satisfies RefuseDefinition;

/** Whether some text that can stand in a path breaks the schema; an empty one cannot. */
function canBreak(types: readonly string[], keywords: Keywords): boolean {
  const { minLength, ...others } = keywords;
  return (
    Object.keys(others).length > 0 ||
    (typeof minLength === 'number' && minLength > 1) ||
    (types.length > 0 && !types.includes('string'))
  );
}
