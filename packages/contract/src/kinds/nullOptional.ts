import { forbidsNull } from './forbidsNull.ts';
import type { RefuseDefinition } from './kindDefinition.ts';

export const nullOptionalKind = {
  group: 'refuse',
  on: 'property',
  family: 'types, null',
  optional: true,
  says: 'has null for an optional property',
  read: (place) =>
    !place.property.required && forbidsNull(place) ? [{ text: `whose ${place.its} is null` }] : [],
} as const satisfies RefuseDefinition;
