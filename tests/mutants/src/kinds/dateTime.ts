import { ignoringKeyword } from '../refusals.ts';

/** Takes texts that are no date with a time. */
export const dateTime = ignoringKeyword(() => ({ type: 'string', not: { format: 'date-time' } }));
