import type { RefuseDefinition } from './kindDefinition.ts';

/** A property that some alternatives of the body require, but not all. */
export const conditionalKind = {
  group: 'refuse',
  on: 'property',
  family: 'required',
  says: "satisfies no alternative of the body's union",
  read: ({ property: { name, required }, alternatives }) => {
    if (required || alternatives.length < 2) return [];
    const among = alternatives.find((one) => one.required.includes(name))?.required;
    if (among === undefined) return [];
    const others = among.filter((other) => other !== name).join(', ');
    const broken = others === '' ? `leaves out ${name}` : `has ${others} but leaves out ${name}`;
    return [{ text: `that ${broken}, and so satisfies no alternative,`, value: among }];
  },
} as const satisfies RefuseDefinition;
