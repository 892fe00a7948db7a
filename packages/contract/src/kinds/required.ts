import type { RefuseDefinition } from './kindDefinition.ts';

export const requiredKind = {
  group: 'refuse',
  on: 'property',
  family: 'required',
  keywords: ['required'],
  says: 'leaves out a required property',
  read: ({ property, its, in: place, operation: { responses } }) => {
    if (!property.required) return [];
    const text = `without ${its}`;
    const isState = place === 'header' && property.name.toLowerCase() === 'if-match';
    // RFC 6585, 3: the one status that is made for it.
    const wanted = isState ? responses.find(({ status }) => status === 428) : undefined;
    if (wanted === undefined) return [{ text }];
    const { binding, source } = wanted;
    return [{ text, outcome: { allow: [{ status: 428 }], warn: [], binding, source } }];
  },
} as const satisfies RefuseDefinition;
