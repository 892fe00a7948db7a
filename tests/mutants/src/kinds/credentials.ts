import { sentBody, type FaultHooks } from '@oidc-admin/mock/faults';

/** Lets in with any user name and password. */
export function credentials(): FaultHooks {
  return {
    request: (request, { operation, deployment }) => {
      const [user] = Object.entries(deployment.users);
      const { session } = operation;
      if (user === undefined || session === undefined) return request;
      const right = { [session.username]: user[0], [session.password]: user[1].password };
      const sent = sentBody({ request });
      const isSent = Object.keys(right).every((name) => typeof sent[name] === 'string');
      return isSent
        ? { ...request, body: { kind: 'json', value: { ...sent, ...right } } }
        : request;
    },
  };
}
