import { merging } from '@oidc-admin/mock/faults';
import { ofResource } from '../mutant.ts';

/** Keeps properties that were left out. */
export const replaced = ofResource(() => merging);
