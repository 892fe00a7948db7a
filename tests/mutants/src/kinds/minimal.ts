import { refusing, type FaultHooks } from '@oidc-admin/mock/faults';
import { optionalSent } from '../sentRequests.ts';

/** Refuses requests without anything optional. */
export function minimal(): FaultHooks {
  return refusing(400, (context) => optionalSent(context).length === 0);
}
