import { ignoringKeyword } from '../refusals.ts';

/** Takes values of every other JSON type. */
export const typeKind = ignoringKeyword((schema) => ({ not: { type: schema['type'] } }));
