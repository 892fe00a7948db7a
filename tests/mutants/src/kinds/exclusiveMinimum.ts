import { ignoringKeyword } from '../refusals.ts';

/** Takes the limit itself, and what lies behind it. */
export const exclusiveMinimum = ignoringKeyword((schema) => ({
  type: schema['type'],
  maximum: schema['exclusiveMinimum'],
}));
