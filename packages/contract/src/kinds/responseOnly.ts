import type { RefuseDefinition } from './kindDefinition.ts';

/** Values that a resource may have, but that a request should not ask for. */
export const responseOnlyKind = {
  group: 'refuse',
  on: 'property',
  family: 'values',
  optional: true,
  says: 'has a value that is documented for responses only',
  read: ({ property: { name, enum: sent }, in: place, its, operation: { action } }, around) => {
    if (sent === undefined || place !== undefined || !('resource' in action)) return [];
    const resource = around.resources.find((one) => one.name === action.resource);
    const shown = resource?.properties.find((one) => one.name === name)?.enum ?? [];
    const only = shown.filter((value) => !sent.includes(value));
    const list = only.map((value) => JSON.stringify(value)).join(' or ');
    const text = `whose ${its} is ${list}, which is documented for responses only,`;
    return only.length === 0 ? [] : [{ text, value: only }];
  },
} as const satisfies RefuseDefinition;
