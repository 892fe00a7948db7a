import { ignoringKeyword } from '../refusals.ts';

/** Takes every value of the same type. */
export const constKind = ignoringKeyword(({ const: _, ...schema }) => schema);
