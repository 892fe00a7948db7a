import { isJsonMediaType } from '../json.ts';
import type { RefuseDefinition } from './kindDefinition.ts';

export const malformedJsonKind = {
  group: 'refuse',
  on: 'body',
  family: 'body format',
  optional: true,
  says: 'has a body that is no JSON',
  read: ({ mediaType }) => (isJsonMediaType(mediaType) ? [{ text: 'whose body is no JSON' }] : []),
} as const satisfies RefuseDefinition;
