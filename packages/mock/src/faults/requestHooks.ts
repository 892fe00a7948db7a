import type { Contract, Operation, Resource } from '@oidc-admin/contract';
import type { Caller, ModelState } from '@oidc-admin/model';
import type { CallerContext, Decision, FaultContext, FaultHooks } from '../fault.ts';

/** Refuses right requests of one sort. */
export function refusing(status: number, when: (context: FaultContext) => boolean): FaultHooks {
  return {
    decide: (decision, context) =>
      decision.broken.length === 0 && when(context)
        ? context.refuse(status, 'The request is not accepted.')
        : decision,
  };
}

/** Changes the responses to right requests of operations that do one of these things. */
export function onSuccess(
  actions: readonly Operation['action']['does'][],
  change: (decision: Decision, context: FaultContext) => Decision,
): FaultHooks {
  return {
    decide: (decision, context) =>
      actions.includes(context.operation.action.does) && decision.broken.length === 0
        ? change(decision, context)
        : decision,
  };
}

/** Changes error responses. */
export function inErrors(change: (decision: Decision) => Decision): FaultHooks {
  return { decide: (decision) => (decision.status >= 400 ? change(decision) : decision) };
}

/** Hooks that leave requests for other resources alone. */
export function only(resource: Resource, hooks: FaultHooks): FaultHooks {
  const concerns = ({ operation: { action } }: FaultContext): boolean =>
    !('resource' in action) || action.resource === resource.name;
  const { request, view, decide, ...rest } = hooks;
  return {
    ...rest,
    ...(request && {
      request: (right, context) => (concerns(context) ? request(right, context) : right),
    }),
    ...(view && { view: (state, context) => (concerns(context) ? view(state, context) : state) }),
    ...(decide && {
      decide: (decision, context) => (concerns(context) ? decide(decision, context) : decision),
    }),
  };
}

/** Whether a path is written as the document writes it, as to letter case or as to its last slash. */
export function isSpelled(
  { contract, operation, received }: Pick<FaultContext, 'contract' | 'operation' | 'received'>,
  as: 'case' | 'slash',
): boolean {
  const [path = ''] = received.target.split('?', 1);
  if (as === 'slash') return path.endsWith('/') === operation.path.endsWith('/');
  const parts = path.replace(/\/$/, '').split('/');
  const documented = `${contract.basePath}${operation.path}`.replace(/\/$/, '').split('/');
  return documented.every((part, index) => part.includes('{') || part === parts[index]);
}

/** Accepts requests that sign in to an operation in one wrong way. */
export function lettingIn(
  contract: Contract,
  id: string | undefined,
  way: string | undefined,
): FaultHooks {
  const operation = contract.operations.find((candidate) => candidate.id === id);
  const scheme = contract.security[operation?.security ?? ''];
  if (way === undefined) return {};
  if (scheme !== undefined && scheme.kind !== 'session')
    return {
      caller: (caller, { callerWithout }) =>
        caller.kind === 'signed' ? caller : callerWithout(way),
    };
  if (way === 'bearer') return { caller: bareToken };
  if (way === 'expired' && operation?.action.does === 'close') return { decide: closingExpired };
  const role = operation?.roles?.[0] ?? contract.roles[0]?.name ?? '';
  return {
    caller: (caller, { state }) =>
      signsInBy(way, caller, state)
        ? { kind: 'signed', role: heldRole(way, caller, state) ?? role }
        : caller,
  };
}

/** Answers as if an expired session had been closed; one that still holds is closed as ever. */
function closingExpired(decision: Decision, { request, state, pretend }: FaultContext): Decision {
  const { caller } = request;
  const session = caller.kind === 'token' ? state.sessions.get(caller.token) : undefined;
  return decision.status >= 400 && session?.closed === false ? pretend() : decision;
}

/** The caller whose token is after the word `Bearer`, as if it stood alone. */
function bareToken(caller: Caller, { contract, operation, received }: CallerContext): Caller {
  const { header = '' } = contract.security[operation.security ?? ''] ?? {};
  const token = /^bearer +(.*)$/i.exec(received.headers[header.toLowerCase()] ?? '')?.[1];
  return token === undefined ? caller : { kind: 'token', token };
}

/** The role of a session of which only the end is overlooked. */
function heldRole(way: string, caller: Caller, { sessions }: ModelState): string | undefined {
  return way === 'expired' && caller.kind === 'token'
    ? sessions.get(caller.token)?.role
    : undefined;
}

/** Whether a caller signs in in this wrong way, as far as the state tells. */
function signsInBy(way: string, caller: Caller, state: ModelState): boolean {
  if (caller.kind !== 'token') return caller.kind === way;
  const session = state.sessions.get(caller.token);
  if (way === 'garbage') return session === undefined;
  if (way === 'closed') return session?.closed === true;
  // A session that still holds is let in anyway.
  return way === 'expired' && session !== undefined && !session.closed;
}
