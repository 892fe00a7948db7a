import { pretending } from '../refusals.ts';

/** Takes text that is no JSON. */
export const malformedJson = pretending;
