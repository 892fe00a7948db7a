import { pretending } from '../refusals.ts';

/** Takes any text for the parameter. */
export const pathParameter = pretending;
