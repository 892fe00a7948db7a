import { ignoringKeyword } from '../refusals.ts';

/** Takes texts that are no IPv4 address. */
export const ipv4 = ignoringKeyword(() => ({ type: 'string', not: { format: 'ipv4' } }));
