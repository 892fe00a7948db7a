import { ignoringKeyword } from '../refusals.ts';

/** Takes smaller numbers. */
export const minimum = ignoringKeyword((schema) => ({
  type: 'number',
  exclusiveMaximum: schema['minimum'],
}));
