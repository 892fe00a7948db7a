import { ignoringKeyword } from '../refusals.ts';

/** Takes shorter lists. */
export const minItems = ignoringKeyword((schema) => ({
  type: 'array',
  maxItems: Number(schema['minItems']) - 1,
}));
