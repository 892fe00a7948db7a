import type { Fault, ModelRequest } from '@oidc-admin/mock';
import { sentBody } from '@oidc-admin/mock/faults';

/** What a user of the demo answers to the question. */
const challengeCode = '123456';

function credentialsOf(request: ModelRequest): {
  readonly username: string;
  readonly password: string;
} {
  const { username, password } = sentBody({ request });
  return {
    username: typeof username === 'string' ? username : '',
    password: typeof password === 'string' ? password : '',
  };
}

/**
 * No fault but a habit of servers behind RADIUS: a log-on of type RADIUS with the right password is answered with a
 * question (500, `ITATS542I`), and a second one with the code in place of the password opens the session.
 * Source: PVWA-WILD-RADIUS.
 */
export const radiusChallenge: Fault = {
  name: 'radius-challenge',
  description: `A log-on of type RADIUS asks for a code (${challengeCode}) before it opens a session.`,
  breaks: [],
  operation: 'logon',
  request: (request, { memory, deployment }) => {
    const { username, password } = credentialsOf(request);
    const right = Object.hasOwn(deployment.users, username)
      ? deployment.users[username]?.password
      : undefined;
    memory.delete('answered');
    if (!memory.has(username) || password !== challengeCode || right === undefined) return request;
    memory.set('answered', true);
    return { ...request, body: { kind: 'json', value: { username, password: right } } };
  },
  decide: (decision, { request, memory, refuse, state }) => {
    if (request.path['type'] !== 'RADIUS' || decision.status !== 200) return decision;
    const { username } = credentialsOf(request);
    if (memory.has('answered')) {
      memory.delete(username);
      return decision;
    }
    memory.set(username, true);
    const body = {
      ErrorCode: 'ITATS542I',
      ErrorMessage: 'Enter the code that was sent to your device.',
    };
    return { ...refuse(500, body.ErrorMessage), body, next: state };
  },
};
