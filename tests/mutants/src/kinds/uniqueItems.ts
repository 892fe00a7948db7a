import { ignoringKeyword } from '../refusals.ts';

/** Takes lists with an element twice. */
export const uniqueItems = ignoringKeyword(() => ({ type: 'array' }));
