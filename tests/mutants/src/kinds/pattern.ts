import { ignoringKeyword } from '../refusals.ts';

/** Takes texts of every other form. */
export const pattern = ignoringKeyword((schema) => ({
  type: 'string',
  not: { pattern: schema['pattern'] },
}));
