import { ignoringKeyword } from '../refusals.ts';

/** Takes whole numbers of any size. */
export const int32 = ignoringKeyword(() => ({ type: 'integer', not: { format: 'int32' } }));
