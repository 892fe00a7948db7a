import { type Clause, type Contract, type SecurityScheme, wrongWayOf } from '@oidc-admin/contract';
import type { ModelState } from '@oidc-admin/model';
import type { Fault, FaultHooks } from '../fault.ts';
import { faultsIn, type FaultTable } from './faultTable.ts';
import { lettingIn, onSuccess } from './requestHooks.ts';

const descriptions: Readonly<Record<string, string>> = {
  none: 'Requests without credentials are let in.',
  garbage: 'Any token is let in.',
  closed: 'A token still holds after log-off.',
  expired: 'A token holds for ever.',
  bearer: 'The word Bearer before a token is accepted.',
  unknown: 'Credentials that nobody has are let in.',
  password: 'Any password of a known user is accepted.',
  scheme: 'Credentials are accepted wherever they stand.',
};

/** Faults of signing in, for every operation at once. */
export function sessionFaults(contract: Contract): readonly Fault[] {
  return Object.values(contract.security).flatMap((scheme) => {
    const ways = scheme.ways.map((way): Fault => faultOf(contract, scheme, way));
    return scheme.kind === 'session' ? [...ways, ...faultsIn(lifeOfSessions)] : ways;
  });
}

/** What a server overlooks that signs callers in by a scheme. */
function faultOf(contract: Contract, scheme: SecurityScheme, way: string): Fault {
  const clauses = contract.clauses.filter(({ kind, operation: id, element }) => {
    const operation = contract.operations.find((one) => one.id === id);
    if (kind !== 'security' || operation === undefined) return false;
    const found = wrongWayOf(contract, operation, element);
    return found?.scheme === scheme && found.way === way;
  });
  const isOnlyOne = Object.keys(contract.security).length === 1;
  const names: Partial<Record<SecurityScheme['kind'], string>> = {
    session: `session-${way}-accepted`,
    signature: `signature-${way}-not-checked`,
  };
  const name = names[scheme.kind] ?? `credentials-${way}-accepted`;
  return {
    name: isOnlyOne ? name : `${scheme.name}-${name}`,
    description:
      scheme.kind === 'signature'
        ? (descriptions[way] ?? `The ${way} of a signature is not checked.`)
        : (descriptions[way] ?? `Credentials that are wrong (${way}) are let in.`),
    breaks: clauses.map(({ id }) => id),
    ...everywhere(contract, clauses),
  };
}

function everywhere(contract: Contract, clauses: readonly Clause[]): FaultHooks {
  const hooks = new Map(
    clauses.map(({ operation, element }) => [operation, lettingIn(contract, operation, element)]),
  );
  return {
    caller: (caller, context) =>
      hooks.get(context.operation.id)?.caller?.(caller, context) ?? caller,
    decide: (decision, context) =>
      hooks.get(context.operation.id)?.decide?.(decision, context) ?? decision,
  };
}

const lifeOfSessions: FaultTable = {
  availability: {
    'session-time-not-renewed': [
      'A session ends a fixed time after log-on, however much it is used.',
      {
        decide: (decision, { state, request }) => {
          const token = request.caller.kind === 'token' ? request.caller.token : '';
          const before = state.sessions.get(token);
          const after = decision.next.sessions.get(token);
          if (before === undefined || after === undefined) return decision;
          const session = { ...after, lastUsed: before.lastUsed };
          const sessions = new Map(decision.next.sessions).set(token, session);
          return { ...decision, next: { ...decision.next, sessions } };
        },
      },
    ],
  },
  signIn: {
    'logon-ends-other-sessions': [
      'A log-on ends the other sessions of the user, whatever it asked for.',
      onSuccess(['open'], (decision, { state }) => ({
        ...decision,
        next: withClosed(decision.next, state),
      })),
    ],
    'logoff-ends-all-sessions': [
      'A log-off ends the sessions of all users.',
      onSuccess(['close'], (decision) => ({
        ...decision,
        next: withClosed(decision.next, decision.next),
      })),
    ],
  },
  security: {
    'logoff-without-effect': [
      'A log-off answers success and ends nothing.',
      onSuccess(['close'], (decision, { state }) => ({
        ...decision,
        next: { ...decision.next, sessions: state.sessions },
      })),
    ],
  },
};

/** A state in which every session of another state has ended. */
function withClosed(next: ModelState, ended: ModelState): ModelState {
  const sessions = new Map(
    [...next.sessions].map(([token, session]) => [
      token,
      ended.sessions.has(token) ? { ...session, closed: true } : session,
    ]),
  );
  return { ...next, sessions };
}
