import { ignoringKeyword } from '../refusals.ts';

/** Takes texts that are no UUID. */
export const uuid = ignoringKeyword(() => ({ type: 'string', not: { format: 'uuid' } }));
