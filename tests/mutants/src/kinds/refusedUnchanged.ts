import { changingAnyway } from '@oidc-admin/mock/faults';
import { ofResource } from '../mutant.ts';

/** Refuses a body and keeps the good parts of it. */
export const refusedUnchanged = ofResource(() => changingAnyway);
