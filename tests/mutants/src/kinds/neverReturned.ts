import { returningHidden } from '@oidc-admin/mock/faults';
import { ofResource } from '../ofResource.ts';

/** Answers properties that are never returned. */
export const neverReturned = ofResource(returningHidden);
