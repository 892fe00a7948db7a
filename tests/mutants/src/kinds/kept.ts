import { forgetting, freeProperties } from '@oidc-admin/mock/faults';
import { ofResource } from '../mutant.ts';

/** Forgets what was sent for one property. */
export const kept = ofResource((resource, { element }) =>
  forgetting(element ?? freeProperties(resource)[0]?.name ?? ''),
);
