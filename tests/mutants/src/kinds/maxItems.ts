import { ignoringKeyword } from '../refusals.ts';

/** Takes longer lists. */
export const maxItems = ignoringKeyword((schema) => ({
  type: 'array',
  minItems: Number(schema['maxItems']) + 1,
}));
