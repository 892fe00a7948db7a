import { ignoringKeyword } from '../refusals.ts';

/** Takes longer texts. */
export const maxLength = ignoringKeyword((schema) => ({
  type: 'string',
  minLength: Number(schema['maxLength']) + 1,
}));
