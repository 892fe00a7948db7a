import { ignoringKeyword } from '../refusals.ts';

/** Takes every number. */
export const multipleOf = ignoringKeyword(({ type }) => ({ type }));
