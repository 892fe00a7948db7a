import { ignoringKeyword } from '../refusals.ts';

/** Takes texts that are no name of a host. */
export const hostname = ignoringKeyword(() => ({ type: 'string', not: { format: 'hostname' } }));
