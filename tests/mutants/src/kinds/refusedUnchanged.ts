import { changingAnyway } from '@oidc-admin/mock/faults';
import { ofResource } from '../ofResource.ts';

/** Refuses a body and keeps the good parts of it. */
export const refusedUnchanged = ofResource(() => changingAnyway);
