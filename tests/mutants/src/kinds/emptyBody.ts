import { pretending } from '../refusals.ts';

/** Takes no body. */
export const emptyBody = pretending;
