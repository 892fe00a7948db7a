import { pretending } from '../refusals.ts';

/** Takes a body that is no object. */
export const bodyType = pretending;
