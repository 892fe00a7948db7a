import { refusing, type FaultHooks } from '@oidc-admin/mock/faults';

/** Fails at every right log-on. */
export function signIn(): FaultHooks {
  return refusing(500, () => true);
}
