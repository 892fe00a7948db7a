import type { Decision, FaultContext, ModelState } from '@oidc-admin/mock';
import type { FaultHooks } from '@oidc-admin/mock/faults';
import { outsidersIn, type Outsider } from './outsider.ts';

const noSession =
  'pvwa.md, Server: 401 unauthorized (no or expired session); readings: a token after Logoff';
const othersGoOn =
  'pvwa.md, Session: Logoff is with the token; with concurrentSession: true the other sessions go on';

/** A server that still takes a token after log-off, in one handler. */
const tokenAfterLogoff: FaultHooks = {
  caller: (caller, { state }) =>
    caller.kind === 'token' && state.sessions.get(caller.token)?.closed === true
      ? { kind: 'signed', role: 'vaultAdmin' }
      : caller,
};

/** Servers that take sessions for one another, or for something that lasts. */
export const sessionOutsiders: readonly Outsider[] = outsidersIn('pvwa', 'sessions', {
  logon: [
    {
      name: 'one-session-a-user',
      says: 'A log-on ends the other sessions of the same user, although it asks for a concurrent session.',
      authority: 'documented',
      fact: othersGoOn,
      breaks: ['logon.signIn'],
      hooks: {
        decide: (decision, { state }) => {
          const opened = [...decision.next.sessions].find(([token]) => !state.sessions.has(token));
          return opened === undefined
            ? decision
            : ending(decision, (token, user) => token !== opened[0] && user === opened[1].user);
        },
      },
    },
  ],
  logoff: [
    {
      name: 'all-of-the-user',
      says: 'A log-off ends every session of the user, not only that of the token.',
      authority: 'documented',
      fact: othersGoOn,
      breaks: ['logon.signIn'],
      hooks: {
        decide: (decision, { state, request }) => {
          const { caller } = request;
          const own = caller.kind === 'token' ? state.sessions.get(caller.token)?.user : undefined;
          return decision.status === 200 ? ending(decision, (_, user) => user === own) : decision;
        },
      },
    },
    {
      name: 'other-users-too',
      says: 'A log-off of one user ends the sessions of all others (the session store is cleared).',
      authority: 'documented',
      fact: othersGoOn,
      breaks: ['logon.signIn'],
      hooks: {
        decide: (decision) => (decision.status === 200 ? ending(decision, () => true) : decision),
      },
    },
    {
      name: 'closed-token-taken',
      says: 'A second log-off with the same token answers 200.',
      authority: 'documented',
      fact: noSession,
      breaks: ['logoff.closed.security'],
      hooks: tokenAfterLogoff,
    },
  ],
  getProvider: [
    {
      name: 'closed-token-taken',
      says: 'A read still takes a token after log-off, as it looks into a cache of tokens.',
      authority: 'documented',
      fact: noSession,
      breaks: ['getProvider.closed.security'],
      hooks: tokenAfterLogoff,
    },
    {
      name: 'cached-before-role',
      says: 'What a vault admin has read is answered from a cache by path, also to a user who is not permitted.',
      authority: 'documented',
      fact: 'pvwa.md, Server: 403 forbidden (not permitted); who may call: a member of Vault Admins',
      breaks: ['getProvider.permission'],
      everywhere: true,
      hooks: {
        decide: (decision, context) =>
          caching(decision, context, {
            operation: 'getProvider',
            key: ({ request }) => request.path['id'] ?? '',
            use: ({ broken }) => broken[0]?.kind === 'permission',
            clears: () => true,
          }),
      },
    },
  ],
  deleteAuthenticationMethod: [
    {
      name: 'closed-token-taken',
      says: 'A delete still takes a token after log-off.',
      authority: 'documented',
      fact: noSession,
      breaks: ['deleteAuthenticationMethod.closed.security'],
      hooks: tokenAfterLogoff,
    },
  ],
  getAuthenticationMethod: [
    {
      name: 'cached-by-session',
      says: 'Each session has a cache of its own, so that it does not read what another session wrote meanwhile.',
      authority: 'documented',
      fact: 'pvwa.md, Authentication methods: read answers the method',
      breaks: ['authenticationMethod.kept'],
      everywhere: true,
      hooks: {
        decide: (decision, context) =>
          caching(decision, context, {
            operation: 'getAuthenticationMethod',
            key: (at) => `${tokenOf(at)} ${at.request.path['id'] ?? ''}`,
            use: ({ status }) => status === 200 || status === 404,
            clears: (key) => key.startsWith(`${tokenOf(context)} `),
          }),
      },
    },
  ],
  listAuthenticationMethods: [
    {
      name: 'cached-without-session',
      says: 'A list is answered from a cache by path before the session is looked at.',
      authority: 'documented',
      fact: 'pvwa.md, Server: 401 unauthorized (no or expired session)',
      breaks: ['none', 'garbage', 'closed'].map(
        (way) => `listAuthenticationMethods.${way}.security`,
      ),
      everywhere: true,
      hooks: {
        decide: (decision, context) =>
          caching(decision, context, {
            operation: 'listAuthenticationMethods',
            key: () => 'all',
            use: ({ broken }) => broken[0]?.kind === 'security',
            clears: () => true,
          }),
      },
    },
  ],
});

function tokenOf({ request: { caller } }: Pick<FaultContext, 'request'>): string {
  return caller.kind === 'token' ? caller.token : '';
}

/** Closes further sessions. */
function ending(decision: Decision, ends: (token: string, user: string) => boolean): Decision {
  const sessions: ModelState['sessions'] = new Map(
    [...decision.next.sessions].map(([token, session]) => [
      token,
      ends(token, session.user) ? { ...session, closed: true } : session,
    ]),
  );
  return { ...decision, next: { ...decision.next, sessions } };
}

interface Cache {
  readonly operation: string;
  readonly key: (context: FaultContext) => string;
  /** Which answers the cache takes the place of. */
  readonly use: (right: Decision) => boolean;
  /** Which entries a change makes void. */
  readonly clears: (key: string) => boolean;
}

/** Answers an operation's 200 from a cache that changes make void. */
function caching(decision: Decision, context: FaultContext, cache: Cache): Decision {
  const { memory, operation, state } = context;
  if (decision.next.resources !== state.resources)
    for (const key of memory.keys()) if (cache.clears(key)) memory.delete(key);
  if (operation.id !== cache.operation) return decision;
  const key = cache.key(context);
  const known = memory.get(key) as Decision | undefined;
  if (known !== undefined && cache.use(decision)) {
    const { status, headers, body } = known;
    return { status, headers, body, next: decision.next, broken: [] };
  }
  if (decision.status === 200) memory.set(key, decision);
  return decision;
}
