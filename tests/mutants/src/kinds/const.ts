import { ignoringKeyword } from '../refusals.ts';

/** Takes every value of the same type. */
export const constKind = ignoringKeyword((schema) => ({
  type: schema['type'],
  not: { const: schema['const'] },
}));
