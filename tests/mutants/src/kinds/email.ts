import { ignoringKeyword } from '../refusals.ts';

/** Takes texts that are no e-mail address. */
export const email = ignoringKeyword(() => ({ type: 'string', not: { format: 'email' } }));
