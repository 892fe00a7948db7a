import { refusing, type FaultHooks } from '@oidc-admin/mock/faults';
import { isFull } from '../sentRequests.ts';

/** Refuses requests with everything optional. */
export function full(): FaultHooks {
  return refusing(400, isFull);
}
