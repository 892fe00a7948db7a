import type { Operation } from '@oidc-admin/contract';
import type { Context } from './context.ts';
import type { ModelRequest, ModelState } from './model.ts';
import { withSession } from './modelState.ts';
import { sessionTimeoutMs } from './session.ts';

/** Whether a request is let in. `doubtful`: so close to the time-out that both responses are right. */
type AccessDecision =
  | { readonly kind: 'open'; readonly role: string | undefined; readonly doubtful: boolean }
  | { readonly kind: 'refused'; readonly way: string };

const everybody: AccessDecision = { kind: 'open', role: undefined, doubtful: false };

/** Decides who sends a request: by the session that its token opened, or as it was found before. */
export function accessOf(
  context: Context,
  state: ModelState,
  operation: Operation,
  request: Pick<ModelRequest, 'caller' | 'now'>,
): AccessDecision {
  if (operation.security === undefined) return everybody;
  const { caller } = request;
  if (caller.kind === 'none') return { kind: 'refused', way: 'none' };
  if (caller.kind === 'wrong') return { kind: 'refused', way: caller.way };
  if (caller.kind === 'signed') return { kind: 'open', role: caller.role, doubtful: false };
  const session = state.sessions.get(caller.token);
  if (session === undefined) return { kind: 'refused', way: 'garbage' };
  if (session.closed) return { kind: 'refused', way: 'closed' };
  const left = sessionTimeoutMs(context) - (request.now - session.lastUsed);
  const tolerance = context.deployment.clockToleranceMs ?? 0;
  if (left <= -tolerance && left <= 0) return { kind: 'refused', way: 'expired' };
  return { kind: 'open', role: session.role, doubtful: left < tolerance || left <= 0 };
}

/** The state after a request that was let in: its session counts as used. */
export function touched(state: ModelState, request: ModelRequest): ModelState {
  if (request.caller.kind !== 'token') return state;
  const session = state.sessions.get(request.caller.token);
  if (session === undefined || session.closed || session.lastUsed >= request.now) return state;
  return withSession(state, request.caller.token, { ...session, lastUsed: request.now });
}
