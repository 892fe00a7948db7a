import { isSpelled, refusing, type FaultHooks } from '@oidc-admin/mock/faults';

/** Does not find paths in another letter case. */
export function pathCase(): FaultHooks {
  return refusing(404, (context) => !isSpelled(context, 'case'));
}
