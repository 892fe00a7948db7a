import { ignoringKeyword } from '../refusals.ts';

/** Takes objects with any property. */
export const additionalProperties = ignoringKeyword(() => ({ type: 'object' }));
