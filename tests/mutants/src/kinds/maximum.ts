import { ignoringKeyword } from '../refusals.ts';

/** Takes greater numbers. */
export const maximum = ignoringKeyword((schema) => ({
  type: 'number',
  exclusiveMinimum: schema['maximum'],
}));
