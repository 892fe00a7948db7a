import type { Contract } from '@oidc-admin/contract';
import type { ModelState } from '@oidc-admin/model';
import { breakSecurity } from './breakSecurity.ts';
import type { Fault } from './fault.ts';

const descriptions: Readonly<Record<string, string>> = {
  none: 'Requests without credentials are let in.',
  garbage: 'Any token is let in.',
  closed: 'A token still holds after log-off.',
  expired: 'A token holds for ever.',
  bearer: 'The word Bearer before a token is accepted.',
};

/** Faults of signing in, for every operation at once. */
export function sessionFaults(contract: Contract): readonly Fault[] {
  return Object.values(contract.security).flatMap((scheme) => {
    const clauses = contract.clauses.filter(({ kind }) => kind === 'security');
    const ways = Object.keys(scheme.wrong).map((way): Fault => ({
      name: scheme.kind === 'session' ? `session-${way}-accepted` : `signature-${way}-not-checked`,
      class: scheme.kind,
      description: descriptions[way] ?? `The ${way} of a signature is not checked.`,
      breaks: clauses.filter(({ element }) => element === way).map(({ id }) => id),
      ...perOperation(contract, way),
    }));
    return scheme.kind === 'session' ? [...ways, ...lifeOfSessions] : ways;
  });
}

function perOperation(contract: Contract, way: string): Partial<Fault> {
  const clauses = contract.clauses.filter(
    ({ kind, element }) => kind === 'security' && element === way,
  );
  const byOperation = new Map(
    clauses.map((clause) => [clause.operation ?? '', breakSecurity(clause, contract)]),
  );
  const unchecked = [...byOperation.values()].flatMap((hooks) => hooks.unchecked ?? []);
  return {
    ...(unchecked.length === 0 ? {} : { unchecked: [...new Set(unchecked)] }),
    caller: (caller, context) =>
      byOperation.get(context.operation.id)?.caller?.(caller, context) ?? caller,
  };
}

const lifeOfSessions: readonly Fault[] = [
  {
    name: 'session-time-not-renewed',
    class: 'availability',
    description: 'A session ends a fixed time after log-on, however much it is used.',
    breaks: ['status'],
    decide: (decision, { state, request }) => {
      const token = request.caller.kind === 'token' ? request.caller.token : '';
      const before = state.sessions.get(token);
      const after = decision.next.sessions.get(token);
      if (before === undefined || after === undefined) return decision;
      const sessions = new Map(decision.next.sessions).set(token, {
        ...after,
        lastUsed: before.lastUsed,
      });
      return { ...decision, next: { ...decision.next, sessions } };
    },
  },
  {
    name: 'logon-ends-other-sessions',
    class: 'session',
    description: 'A log-on ends the other sessions of the user, whatever it asked for.',
    breaks: ['signIn'],
    decide: (decision, { operation, state }) =>
      operation.action.does === 'open' && decision.broken.length === 0
        ? { ...decision, next: closedBut(decision.next, state) }
        : decision,
  },
  {
    name: 'logoff-ends-all-sessions',
    class: 'session',
    description: 'A log-off ends the sessions of all users.',
    breaks: ['status'],
    decide: (decision, { operation }) =>
      operation.action.does === 'close' && decision.broken.length === 0
        ? { ...decision, next: closedBut(decision.next, decision.next) }
        : decision,
  },
  {
    name: 'logoff-without-effect',
    class: 'session',
    description: 'A log-off answers success and ends nothing.',
    breaks: ['security'],
    decide: (decision, { operation, state }) =>
      operation.action.does === 'close' && decision.broken.length === 0
        ? { ...decision, next: { ...decision.next, sessions: state.sessions } }
        : decision,
  },
];

/** A state in which every session of another state has ended. */
function closedBut(next: ModelState, ended: ModelState): ModelState {
  const sessions = new Map(
    [...next.sessions].map(([token, session]) => [
      token,
      ended.sessions.has(token) ? { ...session, closed: true } : session,
    ]),
  );
  return { ...next, sessions };
}
