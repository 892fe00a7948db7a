import { ignoringKeyword } from '../refusals.ts';

/** Takes values that are not listed. */
export const enumKind = ignoringKeyword((schema) => ({
  type: schema['type'],
  not: { enum: schema['enum'] },
}));
