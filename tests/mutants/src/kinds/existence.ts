import { pretending } from '../refusals.ts';

/** Answers as if what a request names existed. */
export const existence = pretending;
