import { ignoringKeyword } from '../refusals.ts';

/** Takes texts that are not of the format. */
export const format = ignoringKeyword((schema) => ({
  type: 'string',
  not: { format: schema['format'] },
}));
