import { ignoringKeyword } from '../refusals.ts';

/** Takes the limit itself, and what lies behind it. */
export const exclusiveMaximum = ignoringKeyword((schema) => ({
  type: schema['type'],
  minimum: schema['exclusiveMaximum'],
}));
