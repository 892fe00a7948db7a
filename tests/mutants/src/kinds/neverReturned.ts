import { returningHidden } from '@oidc-admin/mock/faults';
import { ofResource } from '../mutant.ts';

/** Answers properties that are never returned. */
export const neverReturned = ofResource(returningHidden);
