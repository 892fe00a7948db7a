import { alternativeName } from './alternative.ts';
import type { RefuseDefinition } from './kindDefinition.ts';

/** An alternative of the body that one document allows, and another does not. */
export const contestedKind = {
  group: 'refuse',
  on: 'alternative',
  family: 'required',
  optional: true,
  says: "satisfies only an alternative of the body's union that not every server takes",
  read: ({ alternative, alternatives }) => {
    if (alternatives.length < 2) return [];
    const element = alternativeName(alternative, alternatives);
    const text = `with ${element.replaceAll('+', ', ')} and no other alternative`;
    return [{ text, element, value: alternative.required }];
  },
} as const satisfies RefuseDefinition;
