import { sentBody, type FaultHooks } from '@oidc-admin/mock/faults';

/** Lets in with any user name and password; whoever has the right ones signs in as before. */
export function credentials(): FaultHooks {
  return {
    request: (request, { operation, deployment }) => {
      const [user] = Object.entries(deployment.users);
      const { session } = operation;
      if (user === undefined || session === undefined) return request;
      const right = { [session.username]: user[0], [session.password]: user[1].password };
      const sent = sentBody({ request });
      const { [session.username]: name, [session.password]: password } = sent;
      const isWrong =
        typeof name === 'string' &&
        typeof password === 'string' &&
        deployment.users[name]?.password !== password;
      return isWrong
        ? { ...request, body: { kind: 'json', value: { ...sent, ...right } } }
        : request;
    },
  };
}
