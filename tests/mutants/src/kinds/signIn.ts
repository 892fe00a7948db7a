import { refusing, sentBody, type FaultHooks } from '@oidc-admin/mock/faults';

/** Fails at the right log-on of a user who is signed in already: if no user could log on, nothing else could be checked. */
export function signIn(): FaultHooks {
  return refusing(500, (context) => {
    const user = sentBody(context)[context.operation.session?.username ?? ''];
    return [...context.state.sessions.values()].some((one) => one.user === user && !one.closed);
  });
}
